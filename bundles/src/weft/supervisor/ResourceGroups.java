package weft.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import weft.os.ControlGroup;
import weft.os.DelegatedGroup;
import weft.os.Patience;

/**
 * Sees to it that apps can be limited by control groups: in the group that the session was given with this right, as a service of the user's
 * service manager is; else in a scope that the session asks that manager for. Where neither is to be had, apps have limits of processes only.
 */
final class ResourceGroups {
    private static final Path BUSCTL = Path.of("/usr/bin/busctl");
    private static final int CALL_S = 5, MOVED_MS = 5_000, LOOK_MS = 10;
    private Optional<DelegatedGroup> taken = Optional.empty();

    /** Where the session has its groups from. */
    private enum Source {
        MARKED("a delegated group"), CONFIRMED("a group that its service manager delegated"), SCOPE("a scope of the user's service manager");

        final String words;

        Source(String words) {
            this.words = "limits apps by control groups, in " + words;
        }
    }

    /** What was found: a source, or why there is none. */
    private record Finding(Optional<Source> source, String obstacle) {
        static Finding of(Source source) {
            return new Finding(Optional.of(source), "");
        }

        String words() {
            return source.map(s -> s.words).orElseGet(() -> processesOnly(obstacle));
        }
    }

    /** Takes what is to be had. Returns how apps are limited, as a predicate. */
    String take(String instance, Map<String, String> environment) throws InterruptedException {
        try {
            var finding = find(environment);
            if (finding.source().isEmpty()) return finding.words();
            if (finding.source().get() == Source.SCOPE) startScope("weft-" + instance + "-" + ProcessHandle.current().pid() + ".scope");
            taken = Optional.of(DelegatedGroup.take(finding.source().get() != Source.MARKED));
            return finding.words();
        } catch (IOException e) {
            return processesOnly(e.getMessage());
        }
    }

    private static String processesOnly(String why) {
        return "limits apps by process limits only (" + why + ")";
    }

    /** How apps would be limited in a session that is started here, without taking anything. */
    static String outlook(Map<String, String> environment) throws InterruptedException {
        return find(environment).words();
    }

    private static Finding find(Map<String, String> environment) throws InterruptedException {
        var own = ControlGroup.own();
        if (own.isEmpty()) return new Finding(Optional.empty(), "there are no control groups of version 2");
        var obstacle = DelegatedGroup.obstacle(own.get(), false);
        if (obstacle.isEmpty()) return Finding.of(Source.MARKED);
        if (UnitDelegation.isConfirmed(own.get())) {
            obstacle = DelegatedGroup.obstacle(own.get(), true);
            if (obstacle.isEmpty()) return Finding.of(Source.CONFIRMED);
        }
        return mayAsk(own.get(), environment) ? Finding.of(Source.SCOPE) : new Finding(Optional.empty(), obstacle.get());
    }

    // Who leaves the group of its service is no longer ended with it; out of a scope, as a terminal or a login has one, it may be.
    private static boolean mayAsk(ControlGroup own, Map<String, String> environment) {
        if (!own.name().endsWith(".scope")) return false;
        String folder = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return !folder.isEmpty() && Files.exists(Path.of(folder, "systemd/private")) && Files.isExecutable(BUSCTL);
    }

    // org.freedesktop.systemd1(5), StartTransientUnit; the service manager moves this process, and what it starts from then on is inside.
    private static void startScope(String name) throws IOException, InterruptedException {
        var before = ControlGroup.own().map(ControlGroup::folder);
        call(List.of("ssa(sv)a(sa(sv))", name, "fail", "4", "Description", "s", "WEFT OS session", "Delegate", "b", "true",
                "CollectMode", "s", "inactive-or-failed", "PIDs", "au", "1", Long.toString(ProcessHandle.current().pid()), "0"));
        // Nothing tells a process that it was moved.
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Patience.of(MOVED_MS));
        while (ControlGroup.own().map(ControlGroup::folder).equals(before)) {
            if (System.nanoTime() > end) throw new IOException("the user's service manager does not make a scope");
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private static void call(List<String> arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of(BUSCTL.toString(), "--user", "--timeout=" + Patience.of(CALL_S), "call", "org.freedesktop.systemd1",
                "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "StartTransientUnit"));
        command.addAll(arguments);
        var busctl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(busctl.getInputStream().readAllBytes()).strip();
        if (busctl.waitFor() != 0) throw new IOException("the user's service manager refused a scope: " + words);
    }

    /** Gives back what was taken; the last thing of a session. */
    void leave() {
        taken.ifPresent(t -> {
            try {
                t.leave();
            } catch (IOException e) {
                // A service manager removes it anyway.
            }
        });
    }
}
