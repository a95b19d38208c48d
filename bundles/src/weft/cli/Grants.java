package weft.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The verbs about what apps may touch, over the platform's socket. */
final class Grants {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
    private final JsonLines platform;
    private final Apps apps;
    private final boolean json;

    Grants(JsonLines platform, Apps apps, boolean json) {
        this.platform = platform;
        this.apps = apps;
        this.json = json;
    }

    /** The ledger of one app, or of all. */
    void list(Optional<String> app) throws InterruptedException {
        var request = new LinkedHashMap<String, Object>();
        if (app.isPresent()) request.put("app_id", apps.id(app.get()));
        var answer = platform.request("QUERY_GRANTS", request);
        if (json) {
            Main.print(answer.body());
            return;
        }
        var table = new Table("APP", "CAPABILITY", "STATUS", "BY", "SINCE", "LAST USED", "DENIED", "UNTIL", "WHAT");
        for (Map<String, Object> a : Apps.list(answer, "apps")) {
            if (!(a.get("grants") instanceof List<?> grants)) continue;
            for (Object o : grants) if (o instanceof Map<?, ?> g) table.add(a.get("app_id"), g.get("capability"), g.get("status"), g.get("by"), time(g.get("since_ms")),
                    time(g.get("used_ms")), time(g.get("denied_ms")), g.get("session") != null ? "end of " + g.get("session") : time(g.get("expires_ms")), g.get("words"));
        }
        System.out.print(table);
    }

    private static String time(Object ms) {
        return ms instanceof Number n ? TIME.format(Instant.ofEpochMilli(n.longValue())) : null;
    }

    void grant(List<String> words) throws InterruptedException {
        if (words.size() < 2 || words.size() > 3) throw Failure.usage("What to which app? weft grant APP CAPABILITY [DAYS]; weft grants lists them");
        var request = new LinkedHashMap<String, Object>(Map.of("app_id", apps.id(words.get(0)), "capability", words.get(1)));
        if (words.size() == 3) request.put("days", days(words.get(2)));
        platform.request("GRANT", request);
        done(request, "granted");
    }

    private static int days(String text) {
        if (!text.matches("[0-9]{1,5}")) throw Failure.usage("\"" + text + "\" is no number of days.");
        return Integer.parseInt(text);
    }

    void revoke(List<String> words) throws InterruptedException {
        if (words.size() != 2) throw Failure.usage("What from which app? weft revoke APP CAPABILITY; weft grants lists them");
        var request = new LinkedHashMap<String, Object>(Map.of("app_id", apps.id(words.get(0)), "capability", words.get(1)));
        platform.request("REVOKE", request);
        done(request, "revoked");
    }

    private void done(Map<String, Object> request, String word) {
        if (json) Main.print(request);
        else System.out.println(Apps.text(request.get("capability")) + " " + word + (word.equals("granted") ? " to " : " from ") + Apps.text(request.get("app_id")));
    }
}
