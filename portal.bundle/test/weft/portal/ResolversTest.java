package weft.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.ffi.Libc;
import weft.os.ComponentWalk;
import weft.os.Errno;
import weft.os.Fd;
import weft.os.FileAt;
import weft.os.OpenAt2;
import weft.os.OsException;

/** The two ways to resolve a path beneath a folder, the kernel's and our own, check each other. */
class ResolversTest {
    private static final int OPENS = 100_000;
    private static final long SYS_RENAMEAT2 = 316, RENAME_EXCHANGE = 2;
    @TempDir
    Path home;
    private Path root, outside;

    private interface Resolver {
        Fd open(Fd root, String path, int flags, int mode) throws OsException;
    }

    @BeforeEach
    void trees() throws Exception {
        root = Files.createDirectories(home.resolve("root"));
        outside = Files.createDirectories(home.resolve("outside/b"));
        Files.writeString(home.resolve("outside/secret"), "secret");
        Files.createDirectories(root.resolve("a/b/c"));
        Files.writeString(root.resolve("a/file"), "mine");
        Files.writeString(root.resolve("a/b/file"), "mine");
        Files.createSymbolicLink(root.resolve("out"), home.resolve("outside"));
        Files.createSymbolicLink(root.resolve("a/up"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("a/far"), Path.of("../../outside"));
        Files.createSymbolicLink(root.resolve("a/b/in"), Path.of("file"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(root.resolve("magic"), Path.of("/proc/self/root"));
        Files.createSymbolicLink(root.resolve("dangling"), home.resolve("outside/new"));
    }

    private Fd rootFd() throws OsException {
        return OpenAt2.withoutLinks(root.toString(), OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0);
    }

    private static String outcome(Resolver resolver, Fd root, String path, int flags) {
        try (Fd fd = resolver.open(root, path, flags, 0600)) {
            return "inode " + FileAt.status(fd).inode();
        } catch (OsException e) {
            // Every way out is told in one way.
            return e.errno() == Errno.EXDEV || e.errno() == Errno.ELOOP ? "out" : Errno.name(e.errno());
        }
    }

    @Test
    void both_resolvers_say_the_same_of_every_path() throws Exception {
        var random = new Random(4);
        var names = List.of("a", "b", "c", "file", "out", "up", "far", "in", "loop", "magic", "dangling", "..", ".", "", "absent", "x".repeat(256));
        int[] flags = {OpenAt2.O_RDONLY | OpenAt2.O_NONBLOCK, OpenAt2.O_RDWR, OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, OpenAt2.O_RDONLY | OpenAt2.O_DIRECTORY};
        int inside = 0;
        try (Fd fd = rootFd()) {
            for (int i = 0; i < 20_000; i++) {
                var parts = new ArrayList<String>();
                for (int n = 1 + random.nextInt(6); n > 0; n--) parts.add(names.get(random.nextInt(i % 3 == 0 ? 4 : names.size())));
                String path = String.join("/", parts);
                int flag = flags[random.nextInt(flags.length)];
                String kernels = outcome(OpenAt2::beneath, fd, path, flag);
                assertEquals(kernels, outcome(ComponentWalk::beneath, fd, path, flag), () -> path + " with " + flag);
                if (kernels.startsWith("inode")) inside++;
            }
        }
        assertTrue(inside > 500, "too few paths led anywhere: " + inside);
    }

    @Test
    void both_resolvers_make_a_file_in_the_same_places_alone() throws Exception {
        int flags = OpenAt2.O_WRONLY | OpenAt2.O_CREAT | OpenAt2.O_EXCL;
        for (String path : List.of("new", "a/new", "a/b/../new", "out/new", "dangling", "a/far/new", "../new", "a/../../new", "absent/new", "a/file/new", "new/", "loop", "a", "/new", "")) {
            var said = new ArrayList<String>();
            for (Resolver r : List.<Resolver>of(OpenAt2::beneath, ComponentWalk::beneath)) {
                try (Fd fd = rootFd()) {
                    said.add(outcome(r, fd, path, flags).replaceAll("\\d+", "N"));
                }
                for (Path made : List.of(root.resolve("new"), root.resolve("a/new"))) Files.deleteIfExists(made);
            }
            assertEquals(said.get(0), said.get(1), path);
        }
        assertEquals(2, Files.list(home.resolve("outside")).count());
    }

    @Test
    void P4_no_resolver_reaches_an_outside_inode_while_folder_and_link_change_places_a_hundred_thousand_times() throws Exception {
        Files.createSymbolicLink(root.resolve("link"), home.resolve("outside"));
        Files.createDirectories(root.resolve("swapped/b"));
        Files.writeString(root.resolve("swapped/secret"), "mine");
        var own = List.of(FileAt.status(OpenAt2.withoutLinks(root.resolve("swapped/secret").toString(), OpenAt2.O_PATH, 0)).inode());
        var done = new AtomicBoolean();
        var failure = new AtomicReference<Throwable>();
        try (Fd fd = rootFd()) {
            var swapper = Thread.ofPlatform().start(() -> exchange(fd, done, failure));
            try {
                int[] reached = new int[2];
                for (int i = 0; i < OPENS; i++) {
                    int which = i % 2;
                    try (Fd open = which == 0 ? OpenAt2.beneath(fd, i % 4 < 2 ? "swapped/secret" : "swapped/b/../secret", OpenAt2.O_RDONLY, 0)
                            : ComponentWalk.beneath(fd, i % 4 < 2 ? "swapped/secret" : "swapped/b/../secret", OpenAt2.O_RDONLY, 0)) {
                        assertEquals(own.getFirst(), FileAt.status(open).inode());
                        reached[which]++;
                    } catch (OsException e) {
                        assertTrue(List.of(Errno.ELOOP, Errno.EXDEV, Errno.EAGAIN, Errno.ENOENT, Errno.ENOTDIR).contains(e.errno()), e.toString());
                    }
                }
                assertTrue(reached[0] > 100 && reached[1] > 100, "the race was never open: " + reached[0] + ", " + reached[1]);
            } finally {
                done.set(true);
                swapper.join();
            }
        }
        assertEquals(null, failure.get());
    }

    private static void exchange(Fd root, AtomicBoolean done, AtomicReference<Throwable> failure) {
        try (Arena arena = Arena.ofConfined()) {
            long a = arena.allocateFrom("swapped").address(), b = arena.allocateFrom("link").address();
            while (!done.get()) OsException.check(Libc.syscall(SYS_RENAMEAT2, root.number(), a, root.number(), b, RENAME_EXCHANGE, 0), "exchange");
        } catch (OsException e) {
            failure.set(e);
        }
    }
}
