package weft.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import weft.api.Printable;
import weft.cli.JsonLines.Message;
import weft.os.Patience;

/** The verbs about apps, over the platform's socket. */
final class Apps {
    private static final int LAUNCH_LIMIT_S = 120;
    private final JsonLines platform;
    private final boolean json;

    Apps(JsonLines platform, boolean json) {
        this.platform = platform;
        this.json = json;
    }

    void ps() throws InterruptedException {
        var answer = platform.request("QUERY_RUNNING", Map.of());
        if (json) {
            Main.print(answer.body());
            return;
        }
        var table = new Table("SESSION", "APP", "STATE", "PID", "READY", "HELD BY");
        for (Map<String, Object> a : list(answer, "apps"))
            table.add(a.get("session"), a.get("app_id"), a.get("state"), a.get("pid"), a.get("ready_ms") == null ? null : a.get("ready_ms") + " ms", heldBy(a.get("containment")));
        System.out.print(table);
    }

    private static String heldBy(Object containment) {
        if (!(containment instanceof Map<?, ?> c)) return null;
        return c.get("sandbox") + ", " + ("control_group".equals(c.get("limits")) ? "control group" : "process limits");
    }

    /** Launches an app, named by its id or the last part of it, and waits until it runs or has failed. */
    void launch(String name) throws InterruptedException {
        String appId = id(name);
        var before = list(platform.request("SUBSCRIBE", Map.of()), "apps");
        Object session = platform.request("LAUNCH_APP", Map.of("app_id", appId)).body().get("session");
        for (Map<String, Object> state : before) {
            // An app that allows one instance was only brought to the front: no change of its state will be told.
            if (!state.get("session").equals(session) || !"Running".equals(state.get("state"))) continue;
            if (json) Main.print(state);
            else System.out.println(session + "  " + appId + " runs already");
            return;
        }
        while (true) {
            Message event = platform.event(appId + " to run", (int) Patience.of(LAUNCH_LIMIT_S));
            if (!event.type().equals("APP_STATE") || !event.body().get("session").equals(session)) continue;
            String state = String.valueOf(event.body().get("state"));
            if (state.equals("Stopped")) throw Failure.failed(appId + " did not start: " + text(event.body().get("reason")) + " (weft why " + session + " tells more)");
            if (!state.equals("Running")) continue;
            if (json) Main.print(event.body());
            else System.out.println(session + "  " + appId + " runs" + (event.body().get("ready_ms") instanceof Number n ? ", ready after " + n + " ms" : ""));
            return;
        }
    }

    /** The id of an app that is named by it or by its last part. */
    String id(String name) throws InterruptedException {
        return name.contains(".") ? name : resolve(name);
    }

    private String resolve(String name) throws InterruptedException {
        var ids = list(platform.request("QUERY_INSTALLED_APPS", Map.of()), "apps").stream().map(a -> text(a.get("app_id"))).toList();
        var found = ids.stream().filter(id -> id.endsWith("." + name)).toList();
        if (found.size() == 1) return found.getFirst();
        throw Failure.failed(found.isEmpty() ? "There is no app \"" + name + "\"; installed are: " + (ids.isEmpty() ? "none" : String.join(", ", ids)) + "."
                : "\"" + name + "\" may mean " + String.join(" or ", found) + ".");
    }

    /** Stops a session, named by its id or, if only one runs of it, by its app. */
    void kill(String name) throws InterruptedException {
        var running = list(platform.request("QUERY_RUNNING", Map.of()), "apps");
        var found = running.stream().filter(a -> a.get("session").equals(name)).toList();
        if (found.isEmpty()) found = running.stream().filter(a -> a.get("app_id").equals(name) || text(a.get("app_id")).endsWith("." + name)).toList();
        if (found.size() != 1) throw Failure.failed(found.isEmpty() ? "There is no session \"" + name + "\"; weft ps lists them."
                : "\"" + name + "\" runs more than once: " + found.stream().map(a -> text(a.get("session"))).collect(Collectors.joining(", ")) + ".");
        var state = platform.request("TERMINATE_APP", Map.of("session", found.getFirst().get("session"))).body();
        if (json) Main.print(state);
        else System.out.println(state.get("session") + "  " + state.get("app_id") + " " + text(state.get("state")).toLowerCase(java.util.Locale.ROOT));
    }

    void why(java.util.Optional<String> session) throws InterruptedException {
        var body = platform.request("WHY", session.isPresent() ? Map.of("session", session.get()) : Map.of()).body();
        if (json) {
            Main.print(body);
            return;
        }
        System.out.println(text(body.get("app_id")) + " (" + text(body.get("session")) + ", " + text(body.get("state")) + "): " + text(body.get("reason")));
        if (body.get("timings") instanceof Map<?, ?> m && !m.isEmpty())
            System.out.println("  times    " + m.entrySet().stream().map(e -> e.getKey() + " " + e.getValue() + " ms").collect(Collectors.joining(", ")));
        lines("denied", body.get("denials"));
        lines("said", body.get("stderr"));
    }

    private static void lines(String label, Object values) {
        if (values instanceof List<?> l) for (Object line : l) System.out.printf("  %-8s %s%n", label, text(line));
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Message answer, String key) {
        return answer.body().get(key) instanceof List<?> l ? (List<Map<String, Object>>) l : List.of();
    }

    static String text(Object value) {
        return value == null ? "-" : Printable.text(value.toString());
    }
}
