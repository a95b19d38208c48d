package weft.cli.app;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import weft.api.Places;
import weft.cli.Failure;

/** {@code weft app VERB …}: help, and who does what. */
public final class AppVerbs {
    private static final String HELP = """
            weft app: makes packages of apps, and installs them. Each verb explains itself: weft app VERB --help

              new FOLDER       a new project from a template        build [FOLDER]   compiles and packs it into a .wapp file
              check [WHAT]     all that install would say           sign FILE        signs a package with your key
              install WHAT     installs a package or a project      update WHAT      replaces the installed version
              rollback APP     back to the version before           remove APP       removes an app; its data stays
              list             what is installed                    info WHAT        about an app or a package

            Exit codes: 0 done, 1 refused (a sentence says why), 2 wrong words. --json for output that programs read.
            """;
    private static final Map<String, String> VERB_HELP = Map.of(
            "new", """
            weft app new FOLDER [--id org.example.tally] [--name Tally] [--language c | assemblyscript]

            Makes a folder with a manifest, a page and a module's source that work together: build, sign and install it, then change it.
            The source is in C, or in the language that is named.
            Without --id the app is org.example.FOLDER. The folder must not exist.
            """,
            "build", """
            weft app build [FOLDER] [-o FILE] [--language c | assemblyscript]

            Compiles the module of the project (src/*.c by clang, src/*.ts by AssemblyScript's compiler; --language if it has both), and packs
            wapp.toml, the module, the icon, ui/ and a LICENSE into FILE, or else FOLDER/build/ID-VERSION.wapp. The same files give the same
            bytes. The package is not signed yet.
            """,
            "check", """
            weft app check [FOLDER | FILE.wapp]

            Says all that install would say, and installs nothing: whether the archive is sound and signed, every file as it was signed, and the
            manifest right. Of a project folder only the manifest and its files are looked at.
            """,
            "sign", """
            weft app sign FILE.wapp [--key NAME] [--replaces NAME]

            Signs a package with an Ed25519 key of yours, which is made when it is first used: NAME.key (usual name: default) in the folder keys of
            the configuration, readable by you alone. Keep a copy: only packages of the same key can update an app.
            --replaces OLD  makes the key the successor of the key OLD, for good: whoever has an app by OLD then accepts this key's updates.
            """,
            "install", """
            weft app install FILE.wapp | FOLDER [--yes] [--key NAME] [--language NAME]

            Verifies a package and installs it for you. What it asks for is shown and has to be approved: on the desktop of the session that runs,
            else at the terminal, or by --yes. Of a FOLDER with a project, it is built and signed first. Sessions that run show the app at once.
            """,
            "update", """
            weft app update FILE.wapp | FOLDER [--yes] [--older] [--key NAME] [--language NAME]

            Replaces the installed version in one step; what runs goes on with the old one until it ends. Only a package of the same key (or its
            successor) is taken. If it asks for more than the installed one, that has to be approved, as for install. --older allows a lower version.
            """,
            "rollback", """
            weft app rollback APP

            Makes the version before the last update the current one again. Doing it again returns. The app's data stays as it is.
            """,
            "remove", """
            weft app remove APP [--data]

            Removes an app. Its data stays, and only a package of the same key gets it again; --data removes the data too, and the memory of the key.
            """,
            "list", "weft app list\n\nLists the installed apps, those that came with the system included.\n",
            "info", "weft app info APP | FILE.wapp\n\nTells what is known of an installed app, or of a package: version, key, what it asks for and why, its files.\n");
    private final Places places;

    private AppVerbs(Places places) {
        this.places = places;
    }

    /** @param places of the instance that is named, if one is @param arguments what comes after {@code weft app} */
    public static void run(Function<Optional<String>, Places> places, String... arguments) throws Exception {
        var options = new AppOptions(arguments);
        new AppVerbs(places.apply(options.value("--instance"))).run(options);
    }

    private void run(AppOptions options) throws Exception {
        String verb = options.verb().orElse("help");
        if (verb.equals("help") || !VERB_HELP.containsKey(verb) && options.has("--help")) {
            System.out.print(options.word("help").map(v -> helpOn(v)).orElse(HELP));
            return;
        }
        if (options.has("--help")) {
            System.out.print(helpOn(verb));
            return;
        }
        var projects = new ProjectVerbs(places, options);
        var store = new StoreVerbs(places, options, projects);
        switch (verb) {
            case "new" -> projects.create(needed(options.word(verb, "--id", "--name", "--language"), "Into which folder? weft app new FOLDER"));
            case "build" -> projects.build(options.word(verb, "--output", "--language"));
            case "check" -> store.check(options.word(verb));
            case "sign" -> projects.sign(needed(options.word(verb, "--key", "--replaces"), "Which package? weft app sign FILE.wapp"));
            case "install" -> store.install(needed(options.word(verb, "--yes", "--key", "--language"), "Which package? weft app install FILE.wapp or a project's folder"));
            case "update" -> store.update(needed(options.word(verb, "--yes", "--key", "--older", "--language"), "Which package? weft app update FILE.wapp or a project's folder"));
            case "rollback" -> store.rollback(needed(options.word(verb), "Which app? weft app rollback APP; weft app list shows them"));
            case "remove" -> store.remove(needed(options.word(verb, "--data"), "Which app? weft app remove APP; weft app list shows them"));
            case "list" -> {
                if (options.word(verb).isPresent()) throw Failure.usage("weft app list needs no further word.");
                store.list();
            }
            case "info" -> store.info(needed(options.word(verb), "About what? weft app info APP or FILE.wapp"));
            default -> throw Failure.usage("There is no verb \"app " + verb + "\"; weft app help lists them.");
        }
    }

    private static String helpOn(String verb) {
        String text = VERB_HELP.get(verb);
        if (text == null) throw Failure.usage("There is no verb \"app " + verb + "\"; weft app help lists them.");
        return text;
    }

    private static String needed(Optional<String> word, String question) {
        return word.orElseThrow(() -> Failure.usage(question));
    }
}
