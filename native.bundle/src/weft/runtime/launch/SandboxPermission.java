package weft.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the user allows where the usual sandbox is not to be had: the file {@code sandbox} in the configuration's folder, with a line
 * {@code allow NAME} for each weaker one. Read anew each time.
 *
 * @param file it need not exist; then nothing is allowed
 */
public record SandboxPermission(Path file) {
    /** App runtimes under Landlock. */
    public static final String LANDLOCK = "landlock";
    /** The web engine with Chromium's setuid sandbox around its pages alone. */
    public static final String SETUID = "setuid";
    private static final int MAX_BYTES = 64 << 10;

    public static SandboxPermission in(Path config) {
        return new SandboxPermission(config.resolve("sandbox"));
    }

    public boolean allows(String name) {
        try {
            return Files.size(file) <= MAX_BYTES && Files.readAllLines(file).stream().anyMatch(l -> l.strip().matches("allow\\s+" + name));
        } catch (IOException e) {
            return false;
        }
    }

    /** What could be written, for a sentence. */
    public String line(String name) {
        return "the line \"allow " + name + "\" in " + file;
    }
}
