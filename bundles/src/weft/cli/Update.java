package weft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import weft.api.Places;

/** Replaces system bundles: what it would do, or done. */
final class Update {
    private static final String USAGE = "Which bundle? weft update [plan|apply|add|plan add] BUNDLE, FILE.jar or FOLDER; weft update [plan] remove BUNDLE [VERSION]; weft update restart";
    private static final List<String> VERBS = List.of("apply", "add", "remove");
    private final JsonLines platform;
    private final Places places;
    private final Path bundles;
    private final boolean json;

    Update(JsonLines platform, Places places, boolean json) {
        this.platform = platform;
        this.places = places;
        this.bundles = places.dist().resolve("bundles");
        this.json = json;
    }

    /** {@code [plan|apply|add] NAME|FILE.jar|FOLDER}, without the first word: apply; or {@code remove NAME [VERSION]}; {@code plan} before any of them. */
    void run(List<String> words) throws IOException, InterruptedException {
        if (!words.isEmpty() && words.getFirst().equals("shadow")) {
            new Shadowing(platform, json).run(words.subList(1, words.size()));
            return;
        }
        if (words.equals(List.of("restart"))) {
            Restart.run(platform, places, json);
            return;
        }
        boolean planned = !words.isEmpty() && words.getFirst().equals("plan");
        var change = planned ? words.subList(1, words.size()) : words;
        boolean named = !change.isEmpty() && VERBS.contains(change.getFirst());
        String verb = named ? change.getFirst() : "apply";
        var rest = named ? change.subList(1, change.size()) : change;
        int most = verb.equals("remove") ? 2 : 1;
        if (rest.isEmpty() || rest.size() > most) throw Failure.usage(rest.isEmpty() ? USAGE : "\"" + rest.get(most) + "\" is one word too many for weft update.");
        Map<String, Object> body = switch (verb) {
            case "apply" -> Map.of("jars", paths(rest.getFirst()));
            case "add" -> Map.of("jars", paths(rest.getFirst()), "beside", true);
            default -> rest.size() == 1 ? Map.of("bundle", rest.getFirst()) : Map.of("bundle", rest.getFirst(), "version", rest.get(1));
        };
        boolean goes = verb.equals("remove");
        if (planned) plan(goes ? "PLAN_REMOVAL" : "PLAN_UPDATE", body);
        else change(goes ? "REMOVE_BUNDLE" : "APPLY_UPDATE", body);
    }

    private List<String> paths(String what) throws IOException {
        return jars(what).stream().map(Path::toString).toList();
    }

    private void plan(String type, Map<String, Object> body) throws InterruptedException {
        var plan = platform.request(type, body).body();
        if (json) {
            Main.print(plan);
            return;
        }
        print("install", plan.get("install"));
        print("refresh", plan.get("refresh"));
        print("stop", plan.get("stop"));
        print("services that blink", plan.get("services"));
        print("sessions that wait", plan.get("sessions"));
        print("apps that lose a contract", plan.get("apps"));
        print("contracts", plan.get("contracts"));
        if (Boolean.TRUE.equals(plan.get("at_start"))) System.out.println("takes effect at the next start of the platform");
        else System.out.println("longest pause so far: " + (plan.get("estimated_ms") == null ? "none was measured" : plan.get("estimated_ms") + " ms"));
        print("refused", plan.get("refusals"));
    }

    private static void print(String what, Object lines) {
        var list = lines instanceof List<?> l ? l : List.of();
        if (list.isEmpty() && what.equals("refused")) return;
        System.out.println(what + ":" + (list.isEmpty() ? " none" : ""));
        for (Object line : list) System.out.println("  " + Apps.text(line));
    }

    private void change(String type, Map<String, Object> body) throws InterruptedException {
        var done = platform.request(type, body).body();
        if (json) {
            Main.print(done);
            return;
        }
        if (done.get("steps") instanceof List<?> steps) for (Object step : steps) System.out.println("  " + Apps.text(step));
        if (Boolean.TRUE.equals(done.get("at_start"))) return;
        String gone = words(done.get("stop")), come = words(done.get("install"));
        System.out.println((gone.isEmpty() ? "+ " + come : come.isEmpty() ? "- " + gone : gone + " -> " + come) + " in " + done.get("millis") + " ms, the switch took " + done.get("pause_ms") + " ms");
    }

    private static String words(Object list) {
        return list instanceof List<?> l ? String.join(", ", l.stream().map(Apps::text).toList()) : "";
    }

    private List<Path> jars(String what) throws IOException {
        Path path = Path.of(what).toAbsolutePath();
        if (what.endsWith(".jar")) return List.of(existing(path));
        if (!what.contains("/") && !what.equals(".") || !Files.isDirectory(path)) return List.of(named(what));
        try (Stream<Path> files = Files.list(path)) {
            var jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
            if (jars.isEmpty()) throw Failure.failed("There are no jars in " + path + ".");
            return jars;
        }
    }

    private static Path existing(Path jar) {
        if (!Files.exists(jar)) throw Failure.failed("There is no file " + jar + ".");
        return jar;
    }

    // "gateway" stands for bundles.gateway.jar, "appd" for appd.bundle.jar.
    private Path named(String name) throws IOException {
        for (String file : List.of(name + ".jar", name + ".bundle.jar", "bundles." + name + ".jar")) {
            if (!name.contains("/") && Files.exists(bundles.resolve(file))) return bundles.resolve(file);
        }
        var ours = new ArrayList<String>();
        if (Files.isDirectory(bundles)) {
            try (Stream<Path> files = Files.list(bundles)) {
                files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith("bundles.") || f.endsWith(".bundle.jar"))
                        .map(f -> f.substring(0, f.length() - 4)).sorted().forEach(ours::add);
            }
        }
        throw Failure.failed("There is no bundle \"" + name + "\"; there are " + String.join(", ", ours) + ".");
    }
}
