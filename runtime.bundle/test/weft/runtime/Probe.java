package weft.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import weft.ffi.Libc;
import weft.os.Errno;
import weft.runtime.launch.RuntimeCommand;
import weft.runtime.sandbox.Sandbox;

/**
 * A hostile program in the runtime's place: enters the sandbox as the runtime does and then really tries to get out, from
 * the main thread, one started before and one started after. Prints a line an attempt, and {@code END} when it is through.
 */
final class Probe {
    private static final Arena ARENA = Arena.global();
    private final List<String> lines = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        Libc.syscall(39, 0, 0, 0, 0, 0, 0);
        var work = new LinkedBlockingQueue<FutureTask<List<String>>>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                work.take().run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        if (args.length == 0) Sandbox.enter(RuntimeCommand.sandbox(System.getenv()), Set.of());
        print("main", new Probe().attempts());
        var earlier = new FutureTask<>(() -> new Probe().attempts());
        work.add(earlier);
        print("earlier thread", earlier.get());
        var later = new FutureTask<>(() -> new Probe().attempts());
        Thread.ofPlatform().start(later);
        print("later thread", later.get());
        var virtual = new FutureTask<>(() -> new Probe().attempts());
        Thread.ofVirtual().start(virtual);
        print("virtual thread", virtual.get());
        byte[][] garbage = new byte[50][];
        for (int i = 0; i < 2000; i++) garbage[i % 50] = new byte[20_000];
        System.gc();
        System.out.println("END");
    }

    private static void print(String who, List<String> lines) {
        for (String line : lines) System.out.println(who + ": " + line);
    }

    private List<String> attempts() {
        java("read /etc/passwd", () -> Files.readString(Path.of("/etc/passwd")));
        java("list the home folders", () -> Files.list(Path.of("/home")).toList());
        java("list /dev", () -> Files.list(Path.of("/dev")).toList());
        java("see another process", () -> ProcessHandle.allProcesses().filter(p -> p.pid() != 1).findAny().orElseThrow());
        java("read the starter's environment", () -> Files.readString(Path.of("/proc/1/environ")).contains("PATH=") ? "read" : fail());
        java("write into the JDK", () -> Files.writeString(Path.of(System.getProperty("java.home"), "evil"), "x"));
        java("write into the runtime", () -> Files.writeString(jars().resolve("evil"), "x"));
        java("write into the root", () -> Files.writeString(Path.of("/evil"), "x"));
        java("write into /tmp", () -> Files.writeString(Path.of("/tmp/evil"), "x"));
        java("append to a jar", () -> Files.newOutputStream(Files.list(jars()).findFirst().orElseThrow(), java.nio.file.StandardOpenOption.APPEND));
        java("remove a socket", () -> Files.deleteIfExists(Path.of(System.getenv("WEFT_GATEWAY"))));
        java("make a link", () -> Files.createSymbolicLink(Path.of("/tmp/link"), Path.of("/etc")));
        java("change rights", () -> new java.io.File("/tmp").setExecutable(false, false) ? "changed" : fail());
        java("start a program", () -> new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-version").start());
        java("connect by TCP", () -> {
            try (var s = new Socket()) {
                s.connect(new InetSocketAddress("127.0.0.1", 22), 500);
                return "connected";
            }
        });
        java("send a datagram", () -> new DatagramSocket(0));
        java("listen on a Unix socket", () -> ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of("/tmp/s")));
        java("connect to a foreign Unix socket", () -> SocketChannel.open(UnixDomainSocketAddress.of(System.getProperty("foreign"))));
        java("connect to the session bus", () -> SocketChannel.open(UnixDomainSocketAddress.of("/run/dbus/system_bus_socket")));
        raw("open /etc/shadow", 257, -100, text("/etc/shadow"), 0);
        raw("open the root's parent", 257, -100, text("/../etc/passwd"), 0);
        raw("reopen a descriptor for writing", 257, -100, text("/proc/self/fd/2"), 1);
        raw("write one's own memory by /proc", 257, -100, text("/proc/self/mem"), 2);
        raw("raise the OOM protection", 257, -100, text("/proc/self/oom_score_adj"), 1);
        raw("ptrace", 101, 0x4206, 1);
        raw("kill everything", 62, -1, 0);
        raw("kill the parent", 62, 0, 0);
        raw("mount", 165, text("none"), text("/tmp"), text("tmpfs"), 0, 0);
        raw("remount the root writable", 165, text("none"), text("/"), 0, 32 | 4096, 0);
        raw("unmount", 166, text("/runtime"), 2);
        raw("new user namespace", 272, 0x10000000);
        raw("new user and mount namespace", 272, 0x10020000);
        raw("join a namespace", 308, 0, 0x10000000);
        raw("chroot", 161, text("/"));
        raw("execve", 59, text("/jdk/bin/java"), 0, 0);
        raw("memfd_create", 319, text("x"), 0);
        raw("io_uring_setup", 425, 4, ARENA.allocate(120, 8).address());
        raw("userfaultfd", 323, 1);
        raw("bpf", 321, 0, ARENA.allocate(64, 8).address(), 64);
        raw("perf_event_open", 298, ARENA.allocate(128, 8).address(), 0, -1, -1, 0);
        raw("keyctl", 250, 0, 0xfffffffdL, 1);
        raw("add_key", 248, text("user"), text("k"), text("v"), 1, -3);
        raw("setuid", 105, 0);
        raw("netlink socket", 41, 16, 3, 0);
        raw("vsock socket", 41, 40, 1, 0);
        raw("raw socket", 41, 2, 3, 1);
        raw("socketpair", 53, 1, 1, 0, ARENA.allocate(8, 8).address());
        raw("raise the limit of descriptors", 302, 0, 7, limit(), 0);
        raw("set dumpable", 157, 4, 1, 0, 0, 0);
        raw("push keys into the terminal", 16, 0, 0x5412, text("x"));
        raw("push keys by a hidden request", 16, 0, 0x5412L | 1L << 32, text("x"));
        raw("fork", 57);
        raw("vfork by clone", 56, 0x4111, 0);
        return lines;
    }

    private static Path jars() {
        return Path.of(System.getProperty("java.class.path").split(":")[0]).getParent();
    }

    private static long text(String s) {
        return ARENA.allocateFrom(s).address();
    }

    private static long limit() {
        var rlimit = ARENA.allocate(16, 8);
        rlimit.set(java.lang.foreign.ValueLayout.JAVA_LONG, 0, 100_000);
        rlimit.set(java.lang.foreign.ValueLayout.JAVA_LONG, 8, 100_000);
        return rlimit.address();
    }

    private static String fail() throws IOException {
        throw new IOException("refused");
    }

    private void java(String what, Callable<Object> attempt) {
        try {
            Object o = attempt.call();
            lines.add("ESCAPED " + what + ": " + String.valueOf(o).lines().findFirst().orElse(""));
        } catch (Throwable e) {
            lines.add("denied " + what + ": " + e.getMessage());
        }
    }

    private void raw(String what, long number, long... arguments) {
        long[] a = java.util.Arrays.copyOf(arguments, 6);
        long result = Libc.syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
        if (result == 0 && (number == 57 || number == 56)) Libc.syscall(231, 0, 0, 0, 0, 0, 0); // the child of a fork that went through
        lines.add(result < 0 ? "denied " + what + ": " + Errno.name((int) -result) : "ESCAPED " + what + ": " + result);
    }
}
