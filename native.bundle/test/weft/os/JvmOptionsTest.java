package weft.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmOptionsTest {
    private static final Path HOME = Path.of(System.getProperty("java.home"));
    @TempDir
    Path folder;

    private Path options() throws Exception {
        return Files.write(folder.resolve("jvm.options"), List.of("-Xms12m", "-Xmx64m", "-XX:+UnlockExperimentalVMOptions", "-XX:+UseShenandoahGC", "-XX:-ShenandoahPacing",
                "-XX:ShenandoahGCHeuristics=compact", "-XX:SoftMaxHeapSize=48m", "-XX:-UsePerfData"));
    }

    @Test
    void a_jvm_without_the_collector_gets_the_serial_one_and_starts() throws Exception {
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"Oracle Corporation\"\nJAVA_VERSION=\"25\"\n");
        var arguments = JvmOptions.arguments(options(), folder);
        assertEquals(List.of("-Xms12m", "-Xmx64m", "-XX:+UnlockExperimentalVMOptions", "-XX:SoftMaxHeapSize=48m", "-XX:-UsePerfData", "-XX:+UseSerialGC", "-Xmn8m"), arguments);
        var command = new ArrayList<>(List.of(HOME.resolve("bin/java").toString()));
        command.addAll(arguments);
        command.add("-version");
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }

    @Test
    void any_other_jvm_gets_the_file_as_it_is() throws Exception {
        Path file = options();
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"Eclipse Adoptium\"\n");
        assertEquals(List.of("@" + file), JvmOptions.arguments(file, folder));
        assertEquals(List.of("@" + file), JvmOptions.arguments(file, folder.resolve("nowhere")));
    }
}
