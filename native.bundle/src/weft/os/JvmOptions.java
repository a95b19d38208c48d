package weft.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of options for a JVM, one a line, as arguments of its command. The JDKs that Oracle builds leave the Shenandoah collector out and refuse to start when it is asked
 * for (JEP 379); they get the serial collector in its place.
 */
public final class JvmOptions {
    private static final List<String> SERIAL = List.of("-XX:+UseSerialGC", "-Xmn8m");

    private JvmOptions() {}

    /** @param javaHome the JVM that is to be started with them */
    public static List<String> arguments(Path file, Path javaHome) throws IOException {
        if (hasShenandoah(javaHome)) return List.of("@" + file);
        var options = new ArrayList<>(Files.readAllLines(file).stream().filter(o -> !o.isBlank()).toList());
        if (options.removeIf(o -> o.startsWith("-XX:") && o.contains("Shenandoah"))) options.addAll(SERIAL);
        return options;
    }

    private static boolean hasShenandoah(Path javaHome) throws IOException {
        Path release = javaHome.resolve("release");
        return !Files.exists(release) || !Files.readString(release, StandardCharsets.ISO_8859_1).contains("IMPLEMENTOR=\"Oracle");
    }
}
