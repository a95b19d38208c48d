package weft.runtime.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import weft.runtime.launch.RuntimeCommand;

/** What the kernel says about this process and what it can see (proc(5)). */
final class Surroundings {
    private static final Set<String> MOUNTS = Set.of("/", RuntimeCommand.JDK, RuntimeCommand.RUNTIME, RuntimeCommand.GATEWAY, RuntimeCommand.PORTAL, "/proc", "/tmp");
    private static final Set<String> WRITABLE = Set.of("/proc", "/tmp");

    private Surroundings() {}

    /** @param own the descriptors that this process made itself */
    static void verify(Set<Integer> own) throws IOException, SandboxNotInForce {
        if (ProcessHandle.current().pid() != 1) throw new SandboxNotInForce("other processes can be seen");
        threads();
        capabilities();
        mounts();
        network();
        descriptors(own);
    }

    private static void threads() throws IOException, SandboxNotInForce {
        for (Path thread : list(Path.of("/proc/self/task"))) {
            List<String> status = Files.readAllLines(thread.resolve("status"));
            if (!value(status, "NoNewPrivs").equals("1")) throw new SandboxNotInForce("a thread may gain rights");
            if (!value(status, "Seccomp").equals("2")) throw new SandboxNotInForce("a thread's system calls are not filtered");
        }
    }

    private static void capabilities() throws IOException, SandboxNotInForce {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        for (String set : List.of("CapEff", "CapPrm", "CapInh", "CapAmb"))
            if (Long.parseUnsignedLong(value(status, set), 16) != 0) throw new SandboxNotInForce("the process has capabilities");
        String map = Files.readString(Path.of("/proc/self/uid_map")).strip().replaceAll(" +", " ");
        if (map.endsWith(" 4294967295")) throw new SandboxNotInForce("the process shares the machine's users");
    }

    private static String value(List<String> status, String key) {
        return status.stream().filter(l -> l.startsWith(key + ":")).map(l -> l.substring(key.length() + 1).strip()).findFirst().orElse("?");
    }

    private static void mounts() throws IOException, SandboxNotInForce {
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String[] fields = line.split(" ");
            String point = fields[4];
            boolean library = point.startsWith("/lib/") || point.startsWith("/lib64/");
            if (!library && !MOUNTS.contains(point)) throw new SandboxNotInForce("files of the machine can be seen (" + point + ")");
            if (!WRITABLE.contains(point) && !List.of(fields[5].split(",")).contains("ro")) throw new SandboxNotInForce(point + " can be written to");
        }
    }

    private static void network() throws IOException, SandboxNotInForce {
        List<String> interfaces = Files.readAllLines(Path.of("/proc/self/net/dev"));
        for (String line : interfaces.subList(Math.min(2, interfaces.size()), interfaces.size()))
            if (!line.strip().startsWith("lo:")) throw new SandboxNotInForce("a network can be reached (" + line.strip().split(":")[0] + ")");
    }

    // 0 to 2 are the starter's gifts; all others must be the JVM's own files, for no socket has been made yet.
    private static void descriptors(Set<Integer> made) throws IOException, SandboxNotInForce {
        for (Path fd : list(Path.of("/proc/self/fd"))) {
            int number = Integer.parseInt(fd.getFileName().toString());
            if (number <= 2 || made.contains(number)) continue;
            String target;
            try {
                target = Files.readSymbolicLink(fd).toString();
            } catch (java.nio.file.NoSuchFileException e) {
                continue; // the listing's own, closed since
            }
            boolean own = target.startsWith(RuntimeCommand.JDK + "/") || target.startsWith(RuntimeCommand.RUNTIME + "/") || target.startsWith("/proc/");
            if (!own) throw new SandboxNotInForce("the process was started with an open descriptor (" + target + ")");
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        var out = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(folder)) {
            entries.forEach(out::add);
        }
        return out;
    }
}
