package weft.runtime.launch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import weft.ffi.Libc;
import weft.os.Errno;
import weft.os.Landlock;
import weft.os.OsException;

/**
 * The step before a runtime where there are no namespaces: allows what is named before {@code --}, and becomes the program named after it,
 * with the same process number. A JVM cannot do that to itself: Landlock binds the calling thread, and a JVM's first threads are older.
 * It ends with code 125 and a sentence if that does not work.
 */
final class LandlockLauncher {
    private static final long SYS_EXECVE = 59, SYS_CLOSE_RANGE = 436, CLOSE_ON_EXEC = 4;
    private static final int FAILED = 125, FIRST_OTHER = 3;

    private LandlockLauncher() {}

    public static void main(String[] args) {
        try {
            int split = Arrays.asList(args).indexOf("--");
            become(Arrays.asList(args).subList(0, split), Arrays.asList(args).subList(split + 1, args.length));
        } catch (OsException e) {
            System.out.println("FAILED the sandbox is not in force: " + e.getMessage());
            System.err.println("weft: the sandbox is not in force: " + e.getMessage());
        }
        Runtime.getRuntime().halt(FAILED);
    }

    private static void become(List<String> readable, List<String> argv) throws OsException {
        try (var rules = new Landlock(); Arena arena = Arena.ofConfined()) {
            for (String path : readable) rules.allowReading(Path.of(path));
            var program = arena.allocateFrom(argv.getFirst());
            var arguments = strings(arena, argv);
            var environment = strings(arena, variables(System.getenv()));
            // Only input, output and log pass.
            OsException.check(Libc.syscall(SYS_CLOSE_RANGE, FIRST_OTHER, 0xffffffffL, CLOSE_ON_EXEC, 0, 0, 0), "close_range");
            rules.restrictThread();
            long error = Libc.syscall(SYS_EXECVE, program.address(), arguments.address(), environment.address(), 0, 0, 0);
            throw new OsException("execute " + argv.getFirst(), error < 0 ? (int) -error : Errno.EIO);
        }
    }

    private static List<String> variables(Map<String, String> environment) {
        var out = new ArrayList<String>();
        environment.forEach((name, value) -> out.add(name + "=" + value));
        return out;
    }

    private static MemorySegment strings(Arena arena, List<String> values) {
        var array = arena.allocate(ValueLayout.JAVA_LONG, values.size() + 1L);
        for (int i = 0; i < values.size(); i++) array.setAtIndex(ValueLayout.JAVA_LONG, i, arena.allocateFrom(values.get(i)).address());
        return array;
    }
}
