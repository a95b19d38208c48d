package weft.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A control group of the second version (kernel's cgroup-v2.rst): processes that share limits. Only a part of the tree that was handed
 * down ({@link #isDelegated}) is ours to change (systemd's CGROUP_DELEGATION). An object is a name: the group may not exist, or no longer.
 * Safe from any thread.
 */
public final class ControlGroup {
    private static final Path MANAGED = Path.of("/run/systemd/system");
    private static final int EPOLLPRI = 2;
    private final Path folder;

    ControlGroup(Path folder) {
        this.folder = folder;
    }

    /** The group that this process is in; empty where there is no tree of the second version. */
    public static Optional<ControlGroup> own() {
        return at("/proc/self");
    }

    /** The group of a process; empty too if there is no such process. */
    public static Optional<ControlGroup> of(int pid) {
        return at("/proc/" + pid);
    }

    private static Optional<ControlGroup> at(String process) {
        try {
            for (String line : Files.readAllLines(Path.of(process, "cgroup"))) if (line.startsWith("0::")) return mounted(line.substring(3));
        } catch (IOException e) {
            // No such process, or a kernel without control groups.
        }
        return Optional.empty();
    }

    // mountinfo: "36 35 98:0 /root /point options … - cgroup2 source options" (proc(5))
    private static Optional<ControlGroup> mounted(String path) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            if (!line.contains(" - cgroup2 ")) continue;
            String[] fields = line.split(" ");
            String root = fields[3].equals("/") ? "" : fields[3];
            if (!path.startsWith(root)) continue;
            Path folder = Path.of(fields[4] + path.substring(root.length())).normalize();
            if (Files.isDirectory(folder)) return Optional.of(new ControlGroup(folder));
        }
        return Optional.empty();
    }

    public String name() {
        return String.valueOf(folder.getFileName());
    }

    public Path folder() {
        return folder;
    }

    public ControlGroup child(String name) {
        return new ControlGroup(folder.resolve(name));
    }

    public ControlGroup parent() {
        return new ControlGroup(folder.getParent());
    }

    public boolean exists() {
        return Files.isDirectory(folder);
    }

    /** Whether whoever rules the tree has left this group, and what comes below it, to this user. */
    public boolean isDelegated() {
        return mayChange() && (!Files.exists(MANAGED) || isMarked());
    }

    /** Whether the kernel would let this user; somebody else may rule it all the same. */
    public boolean mayChange() {
        return mayWrite(folder) && mayWrite(folder.resolve("cgroup.procs")) && mayWrite(folder.resolve("cgroup.subtree_control"));
    }

    private static boolean mayWrite(Path file) {
        try {
            file.getFileSystem().provider().checkAccess(file, AccessMode.WRITE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    // systemd says so in an attribute of the folder.
    private boolean isMarked() {
        try {
            var attributes = Files.getFileAttributeView(folder, UserDefinedFileAttributeView.class);
            var value = java.nio.ByteBuffer.allocate(8);
            return attributes != null && attributes.read("delegate", value) == 1 && value.get(0) == '1';
        } catch (IOException e) {
            return false;
        }
    }

    /** What can be limited in this group's children, such as {@code memory}. */
    public Set<String> controllers() {
        return words("cgroup.controllers");
    }

    /** What is limited in its children. */
    public Set<String> enabled() {
        return words("cgroup.subtree_control");
    }

    private Set<String> words(String file) {
        try {
            return Set.of(get(file).split(" "));
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** Lets children be limited in this. @throws IOException if this group has processes of its own */
    public void enable(Iterable<String> controllers) throws IOException {
        for (String c : controllers) set("cgroup.subtree_control", "+" + c);
    }

    public void disable(Iterable<String> controllers) throws IOException {
        for (String c : controllers) set("cgroup.subtree_control", "-" + c);
    }

    /** Makes it, unless it is there. */
    public void create() throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!exists()) throw e;
        }
    }

    /** The groups below. */
    public List<ControlGroup> children() throws IOException {
        var out = new ArrayList<ControlGroup>();
        try (var entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(f -> out.add(new ControlGroup(f)));
        }
        return out;
    }

    public List<Integer> processes() throws IOException {
        return Files.readAllLines(folder.resolve("cgroup.procs")).stream().map(Integer::valueOf).toList();
    }

    /** Moves a process here, with all its threads; its children stay where they are. What it uses already goes on being counted where it was. */
    public void add(int pid) throws IOException {
        set("cgroup.procs", Integer.toString(pid));
    }

    public void set(String file, String value) throws IOException {
        Files.write(folder.resolve(file), value.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    }

    public String get(String file) throws IOException {
        return Files.readString(folder.resolve(file)).strip();
    }

    /** A number out of a file of lines such as {@code oom_kill 1}; 0 if it is not there. */
    public long count(String file, String key) {
        try {
            for (String line : get(file).split("\n")) if (line.startsWith(key + " ")) return Long.parseLong(line.substring(key.length() + 1));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return 0;
    }

    /**
     * Ends every process in it, and removes it. Harmless if it is not there.
     *
     * @throws IOException if something in it does not end within the time, or it has children
     */
    public void end(long timeoutMs) throws IOException {
        if (!exists()) return;
        try {
            // Linux 5.14; before, whoever started the processes ends them.
            if (Files.exists(folder.resolve("cgroup.kill"))) set("cgroup.kill", "1");
            awaitEmpty(timeoutMs);
            Files.delete(folder);
        } catch (NoSuchFileException e) {
            // As it should be.
        } catch (DirectoryNotEmptyException e) {
            throw new IOException(folder + " has groups of its own", e);
        }
    }

    // The kernel tells changes of cgroup.events as something exceptional to read.
    private void awaitEmpty(long timeoutMs) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try (Fd events = OpenAt2.withoutLinks(folder.resolve("cgroup.events").toString(), 0, 0); var epoll = new Epoll()) {
            epoll.add(events.number(), EPOLLPRI, events.number());
            while (count("cgroup.events", "populated") != 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) throw new IOException("what is in " + folder + " does not end");
                epoll.await((int) Math.min(left, 1_000));
                events.readAt(0, new byte[256], 0, 256);
            }
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
