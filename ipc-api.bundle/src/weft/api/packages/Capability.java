package weft.api.packages;

import java.util.Map;
import java.util.Optional;
import weft.api.Badge;

/**
 * Something an app asks for, such as {@code fs:rw:app-data}, and why.
 *
 * @param reason what the app's author tells the user
 */
public record Capability(String name, String reason) {
    private static final Map<String, String> PLACES = Map.of("app-data", "own data", "xdg-documents", "Documents",
            "xdg-downloads", "Downloads", "xdg-pictures", "Pictures", "xdg-music", "Music", "xdg-videos", "Videos", "picked", "picked files");

    /** As shown on the title bar. In the user's words where there are some; else its own name. */
    public Badge badge() {
        return file().map(f -> new Badge(f.writable() ? f.words() : f.words() + " · read", f.writable() ? Badge.Kind.write : Badge.Kind.read))
                .orElseGet(() -> new Badge(words(), name.endsWith(":read") ? Badge.Kind.read : Badge.Kind.write));
    }

    private String words() {
        if (name.startsWith("net:fetch:")) return name.equals("net:fetch:*") ? "network" : "network · " + name.substring("net:fetch:".length());
        return switch (name) {
            case "sys:notifications" -> "notifications";
            case "sys:clipboard:read" -> "clipboard · read";
            case "sys:clipboard:write" -> "clipboard";
            default -> name;
        };
    }

    /** The place that an {@code fs:} capability is about; empty for another. */
    public Optional<FileAccess> file() {
        String[] parts = name.split(":", 3);
        if (parts.length != 3 || !parts[0].equals("fs") || !PLACES.containsKey(parts[2])) return Optional.empty();
        return Optional.of(new FileAccess(parts[2], parts[1].equals("rw"), PLACES.get(parts[2])));
    }

    /** A place such as {@code app-data} or {@code xdg-documents}, and whether it may be changed. */
    public record FileAccess(String place, boolean writable, String words) {}
}
