package weft.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import weft.api.Places;
import weft.api.WeftException;
import weft.cli.app.AppVerbs;
import weft.codec.Json;

/**
 * The {@code weft} command for a running session. Exit codes: 0 done, 1 refused or failed (a sentence on standard
 * error), 2 wrong words, 3 no session of that name runs.
 */
public final class Main {
    private Main() {}

    public static void main(String... args) {
        int code = 0;
        try {
            if (args.length > 0 && args[0].equals("app")) AppVerbs.run(Main::places, Arrays.copyOfRange(args, 1, args.length));
            else run(Arguments.parse(args));
        } catch (Failure e) {
            System.err.println("weft: " + e.getMessage());
            code = e.code;
        } catch (WeftException e) {
            System.err.println("weft: " + e.getMessage());
            code = args[0].equals("app") ? Failure.FAILED : Failure.USAGE;
        } catch (Exception e) {
            System.err.println("weft: " + e);
            code = Failure.FAILED;
        }
        System.out.flush();
        System.exit(code);
    }

    private static void run(Arguments a) throws Exception {
        var places = places(a.instance());
        switch (a.verb()) {
            case "ps" -> withPlatform(places, p -> apps(p, a).ps());
            case "launch" -> {
                String app = a.only("Which app? weft launch APP, such as org.weft.notes");
                withPlatform(places, p -> apps(p, a).launch(app));
            }
            case "kill" -> {
                String session = a.only("Which session? weft kill SESSION; weft ps lists them");
                withPlatform(places, p -> apps(p, a).kill(session));
            }
            case "why" -> withPlatform(places, p -> apps(p, a).why(a.optional()));
            case "grants" -> withPlatform(places, p -> grants(p, a).list(a.optional()));
            case "grant" -> withPlatform(places, p -> grants(p, a).grant(a.words()));
            case "revoke" -> withPlatform(places, p -> grants(p, a).revoke(a.words()));
            case "msg" -> withPlatform(places, p -> Upkeep.message(p, a.words(), a.follow()));
            case "record" -> withPlatform(places, p -> new Recordings(p, a.json()).run(a.words()));
            case "replay" -> new Replay().run(places, a.words(), a.running(), a.json());
            case "update" -> withPlatform(places, p -> new Update(p, places, a.json()).run(a.words()));
            case "fault" -> withPlatform(places, p -> new Faults(p, apps(p, a), a).run());
            case "screenshot" -> {
                String file = a.only("Into which file? weft screenshot FILE.png");
                try (var compositor = JsonLines.connect(places.runtime().resolve("compositor.sock"), "compositor", places.instance())) {
                    Upkeep.screenshot(compositor, file, a.json());
                }
            }
            case "logs" -> new Logs(places.log(), a.optional()).print(a.follow());
            case "paths" -> Upkeep.paths(places, a.json());
            case "stop" -> Stop.run(places);
            default -> throw Failure.usage("There is no verb \"" + a.verb() + "\"; weft help lists them.");
        }
    }

    private static Places places(Optional<String> instance) {
        var environment = new HashMap<>(System.getenv());
        instance.ifPresent(name -> {
            environment.put("WEFT_INSTANCE", name);
            environment.remove("WEFT_RUNTIME_DIR");
        });
        return Places.of(environment);
    }

    private static Apps apps(JsonLines platform, Arguments a) {
        return new Apps(platform, a.json());
    }

    private static Grants grants(JsonLines platform, Arguments a) {
        return new Grants(platform, apps(platform, a), a.json());
    }

    private interface Request {
        void send(JsonLines platform) throws Exception;
    }

    private static void withPlatform(Places places, Request request) throws Exception {
        try (var platform = JsonLines.connect(places.runtime().resolve("weft.sock"), "platform", places.instance())) {
            request.send(platform);
        }
    }

    /** As one line of JSON. */
    public static void print(Map<String, Object> tree) {
        System.out.println(Json.line(tree));
    }
}
