package weft.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A guest with systemd and the Debian package that is built here, installed. */
final class InstalledMachine {
    private static final int MEMORY_MB = 3072;

    private InstalledMachine() {}

    /** @param folder for the package @param program {@code systemd}, and what else the kernel's command line shall say */
    static VirtualMachine start(Path folder, String program) throws Exception {
        Path root = VirtualMachine.ROOT;
        run(root.resolve("session/package").toString(), "--fast", folder.toString());
        try (var files = Files.list(folder)) {
            Path deb = files.filter(f -> f.toString().endsWith(".deb")).findFirst().orElseThrow();
            run(root.resolve("vm.test/guest/login-root").toString(), VirtualMachine.CACHE.toString(), deb.toString(), System.getProperty("java.home"));
        }
        return new VirtualMachine(VirtualMachine.CACHE.resolve("login"), "virtio-vga", program, MEMORY_MB);
    }

    /** Runs a program on this machine. */
    static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + ": " + words);
    }
}
