package weft.packages.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weft.api.ErrorCode;
import weft.api.WeftException;

/** A program that makes modules; its words go to standard error. */
final class Compiler {
    private static final int LIMIT_MINUTES = 5;

    private Compiler() {}

    /** How a command makes a module in a file. */
    interface Command {
        List<String> into(Path module) throws IOException;
    }

    /**
     * Has a module made, whole or not at all.
     *
     * @param folder  where the command runs
     * @param missing the sentence if there is no such program
     */
    static void make(Path module, Path folder, Command command, String missing) throws IOException, InterruptedException {
        Files.createDirectories(module.getParent());
        Path part = Files.createTempFile(module.getParent(), ".", ".wasm");
        try {
            if (!run(folder, command.into(part), missing)) throw new WeftException(ErrorCode.INVALID, "The module does not compile.");
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(part, module, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Runs a command to its end, and tells whether it succeeded. What it prints goes to standard error. */
    static boolean run(Path folder, List<String> command, String missing) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, missing);
        }
        process.getOutputStream().close();
        var clock = process.toHandle().onExit().orTimeout(LIMIT_MINUTES, TimeUnit.MINUTES).exceptionally(e -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return null;
        });
        process.getInputStream().transferTo(System.err);
        int code = process.waitFor();
        clock.cancel(true);
        return code == 0;
    }
}
