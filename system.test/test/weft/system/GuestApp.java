package weft.system;

import java.nio.file.Files;
import java.nio.file.Path;

/** A test guest as an installed app of a running system. */
public final class GuestApp {
    private GuestApp() {}

    /** Signs and installs it; it may read and write its own data. @param guest such as {@code copies} */
    public static void install(RunningSystem system, String id, String guest) throws Exception {
        Path project = Files.createDirectories(system.home.resolve(id)), archive = system.home.resolve(id + ".wapp");
        Files.writeString(project.resolve("wapp.toml"), """
                [package]
                id = "%s"
                name = "%s"
                version = "1.0.0"
                capabilities = [ { name = "fs:rw:app-data", reason = "It is a test." } ]
                [runtime]
                module = "module.wasm"
                memory_mb = 16
                manual_ready = true
                """.formatted(id, id));
        Files.copy(RunningSystem.ROOT.resolve("dist/test-guests/" + guest + ".wasm"), project.resolve("module.wasm"));
        system.weft("app", "build", project.toString(), "-o", archive.toString());
        system.weft("app", "sign", archive.toString());
        system.weft("app", "install", archive.toString(), "--yes");
    }

    /** The folder that it knows as {@code /data}. */
    public static Path data(RunningSystem system, String id) {
        return system.appData(id);
    }
}
