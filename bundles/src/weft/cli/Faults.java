package weft.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Faults on purpose: {@code add SERVICE delay MS|drop|fail [--app APP] [--for SECONDS]}, {@code list}, {@code clear [NUMBER]}. */
final class Faults {
    private static final String USAGE = "What shall go wrong? weft fault add SERVICE delay MS|drop|fail [--app APP] [--for SECONDS], weft fault list, weft fault clear [NUMBER]", USUAL_SECONDS = "30";
    private final JsonLines platform;
    private final Apps apps;
    private final Arguments arguments;

    Faults(JsonLines platform, Apps apps, Arguments arguments) {
        this.platform = platform;
        this.apps = apps;
        this.arguments = arguments;
    }

    void run() throws InterruptedException {
        List<String> words = arguments.words();
        String what = words.isEmpty() ? "" : words.getFirst();
        if (what.equals("add")) show("ADD_FAULT", fault(words.subList(1, words.size())));
        else if (what.equals("list") && words.size() == 1) show("QUERY_FAULTS", Map.of());
        else if (what.equals("clear") && words.size() <= 2) show("CLEAR_FAULTS", words.size() == 1 ? Map.of() : Map.of("fault", number(words.get(1))));
        else throw Failure.usage(USAGE);
    }

    private Map<String, Object> fault(List<String> words) throws InterruptedException {
        boolean delays = words.size() > 1 && words.get(1).equals("delay");
        if (words.size() != (delays ? 3 : 2) || !delays && !List.of("drop", "fail").contains(words.get(1))) throw Failure.usage(USAGE);
        var fault = new LinkedHashMap<String, Object>();
        fault.put("service", words.get(0));
        fault.put("kind", words.get(1));
        if (delays) fault.put("delay_ms", number(words.get(2)));
        fault.put("seconds", number(arguments.values().getOrDefault("--for", USUAL_SECONDS)));
        if (arguments.values().containsKey("--app")) fault.put("app_id", apps.id(arguments.values().get("--app")));
        return fault;
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) throw Failure.usage("\"" + text + "\" is no number.");
        return Integer.parseInt(text);
    }

    private void show(String type, Map<String, Object> body) throws InterruptedException {
        var answer = platform.request(type, body);
        if (arguments.json()) {
            Main.print(answer.body());
            return;
        }
        var table = new Table("FAULT", "SERVICE", "APP", "WHAT", "FOR", "MET");
        for (Map<String, Object> f : Apps.list(answer, "faults"))
            table.add(f.get("number"), f.get("service"), f.get("app_id"), f.get("kind") + (f.get("delay_ms") == null ? "" : " " + f.get("delay_ms") + " ms"),
                    (((Number) f.get("left_ms")).longValue() + 999) / 1000 + " s", f.get("met"));
        System.out.print(table);
    }
}
