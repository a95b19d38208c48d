package weft.tool;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * {@code ./weft dev}: what is saved in the workspace is compiled, packed and, through the same transaction as {@code ./weft update apply},
 * live in the running session. What does not compile, or is refused, changes nothing that runs, nor what the next start takes.
 * With {@code --built} it is another program that builds, such as Eclipse, and this brings its jars into the session; with {@code
 * --remote} it is bndtools' remote launcher that says when ({@link RemoteAgent}).
 */
final class Development {
    private final Workspace workspace;
    private final Path root, bundles;
    private final boolean built;
    private final Optional<Integer> remote;
    private final RunningSession session;

    /** @param options {@code --built}, {@code --remote} or {@code --remote=PORT}; all others are passed on to {@code weft update} */
    Development(Workspace workspace, List<String> options) {
        this.workspace = workspace;
        root = workspace.getBase().toPath();
        bundles = root.resolve("dist/bundles");
        built = options.contains("--built");
        remote = options.stream().filter(Development::isRemote).map(o -> o.contains("=") ? Integer.parseInt(o.substring(o.indexOf('=') + 1)) : RemoteAgent.PORT).findFirst();
        session = new RunningSession(root, options.stream().filter(o -> !o.equals("--built") && !isRemote(o)).toList());
    }

    private static boolean isRemote(String option) {
        return option.matches("--remote(=[0-9]{1,5})?");
    }

    void run() throws Exception {
        if (!Files.isDirectory(bundles)) throw new IOException("There is no " + bundles + ": run ./weft build first.");
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        if (remote.isPresent()) {
            RemoteAgent.listen(remote.get(), session, Development::say);
            new CountDownLatch(1).await();
        }
        var projects = workspace.getBuildOrder();
        try (var watch = new WorkspaceWatch(root, built)) {
            for (Project p : projects) watch.add(p.getBase().toPath());
            say("watching " + projects.size() + " projects; Ctrl-C ends");
            while (true) round(watch.next());
        }
    }

    private void end() {
        try {
            session.end();
        } catch (IOException e) {
            // The next build removes it.
        }
        say("ended");
    }

    private void round(Set<Path> changed) throws Exception {
        say(changed.stream().map(p -> root.relativize(p).toString()).limit(3).collect(Collectors.joining(", ")) + (changed.size() > 3 ? " and " + (changed.size() - 3) + " more" : "") + " changed");
        long start = System.nanoTime();
        var projects = affected(changed);
        if (!built && !build(projects)) {
            say("it does not build; what runs stays");
            return;
        }
        var jars = changedBundles(projects);
        if (!built) say("built in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        if (jars.isEmpty()) say("no bundle of the platform has changed by it; other processes take it at their next start, after ./weft build");
        else apply(jars);
    }

    private Collection<Project> affected(Set<Path> changed) throws Exception {
        var affected = new LinkedHashSet<Project>();
        for (Project p : workspace.getBuildOrder()) {
            if (changed.stream().anyMatch(c -> c.startsWith(p.getBase().toPath()))) affected.add(p);
            else if (!built && p.getDependson().stream().anyMatch(affected::contains)) affected.add(p);
        }
        if (changed.stream().anyMatch(c -> c.toString().endsWith(".bnd"))) for (Project p : affected) p.refresh();
        return affected;
    }

    private boolean build(Collection<Project> projects) throws Exception {
        var problems = new Problems();
        new WorkspaceBuild(workspace, problems).run(projects);
        return problems.none();
    }

    private List<Path> changedBundles(Collection<Project> projects) throws Exception {
        var jars = new ArrayList<Path>();
        for (Project p : projects) {
            File[] files = p.getTarget().listFiles((d, n) -> n.endsWith(".jar") && Files.exists(bundles.resolve(n)));
            for (File f : files == null ? new File[0] : files) if (Files.mismatch(f.toPath(), bundles.resolve(f.getName())) >= 0) jars.add(f.toPath());
        }
        return jars;
    }

    private void apply(List<Path> jars) throws Exception {
        var content = new LinkedHashMap<Path, byte[]>();
        for (Path jar : jars) content.put(bundles.resolve(jar.getFileName()), Files.readAllBytes(jar));
        String names = jars.stream().map(j -> j.getFileName().toString().replaceAll("\\.jar$", "")).collect(Collectors.joining(", "));
        say(session.apply(content, Development::say) ? names + " is live" : names + " is not live; what runs stays");
    }

    private static void say(String line) {
        System.out.println("weft dev: " + line);
        System.out.flush();
    }
}
