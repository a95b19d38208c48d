package weft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import weft.api.Places;
import weft.api.WeftException;
import weft.codec.Json;

/** The verbs that look at the running system, or change it. */
final class Upkeep {
    private Upkeep() {}

    /** Any request: its type and, if it has one, its body; with {@code follow} also the events that come later. */
    static void message(JsonLines platform, List<String> words, boolean follow) throws InterruptedException {
        if (words.isEmpty() || words.size() > 2) throw Failure.usage("weft msg needs a type and perhaps a body, such as: weft msg LAUNCH_APP '{\"app_id\":\"org.weft.notes\"}'");
        Main.print(platform.request(words.getFirst(), words.size() == 1 ? Map.of() : body(words.getLast())).body());
        while (follow) Main.print(platform.event("an event", 0).tree());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(String json) {
        try {
            if (Json.read(json) instanceof Map<?, ?> m) return (Map<String, Object>) m;
        } catch (WeftException e) {
            throw Failure.usage("The body cannot be sent: " + e.getMessage() + ".");
        }
        throw Failure.usage("The body must be a JSON object: {…}.");
    }

    /** Writes what the screen shows to a PNG file, whole or not at all; {@code -} is standard output. */
    static void screenshot(JsonLines compositor, String file, boolean json) throws IOException, InterruptedException {
        var body = compositor.request("SCREENSHOT", Map.of()).body();
        byte[] png = Base64.getDecoder().decode(String.valueOf(body.get("base64")));
        if (file.equals("-")) {
            System.out.write(png);
            System.out.flush();
            return;
        }
        Path path = Path.of(file).toAbsolutePath();
        if (!Files.isDirectory(path.getParent())) throw Failure.failed("There is no folder " + path.getParent() + ".");
        Path part = Files.createTempFile(path.getParent(), ".weft", ".png");
        try {
            Files.write(part, png);
            Files.move(part, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        if (json) Main.print(Map.of("file", path.toString(), "width", body.get("width"), "height", body.get("height")));
        else System.out.println(path + " (" + body.get("width") + "x" + body.get("height") + ")");
    }

    static void paths(Places places, boolean json) {
        var all = new java.util.LinkedHashMap<String, Object>();
        all.put("instance", places.instance());
        all.put("runtime", places.runtime().toString());
        all.put("socket", places.runtime().resolve("weft.sock").toString());
        all.put("display", places.runtime().getParent().resolveSibling("weft-" + places.instance()).toString());
        all.put("state", places.state().toString());
        all.put("log", places.log().toString());
        all.put("data", places.data().toString());
        all.put("config", places.config().toString());
        all.put("cache", places.cache().toString());
        all.put("program", places.dist().toString());
        if (json) Main.print(all);
        else all.forEach((what, where) -> System.out.printf("%-10s %s%n", what, where));
    }
}
