package weft.tool;

import aQute.bnd.build.Container;
import aQute.bnd.build.Workspace;
import biz.aQute.resolve.Bndrun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Lays out {@code dist/}: {@code bundles/} holds the platform's bundles ({@code weft.bndrun}); each process
 * {@code run-configs/processes/NAME.bndrun} gets {@code NAME/lib/*.jar} (its {@code -runpath}, in order, listed in
 * {@code NAME/classpath}) and {@code NAME/jvm.options} (its {@code -runvm}, one a line), and where one is kept its {@link ClassArchive}. The web engine also gets its
 * native files, see {@link WebEngineNatives}. {@code system-ui/} is the system page.
 */
final class Distribution {
    private final Workspace workspace;
    private final Problems problems;
    private final Path dist;

    Distribution(Workspace workspace, Problems problems) {
        this.workspace = workspace;
        this.problems = problems;
        this.dist = workspace.getBase().toPath().resolve("dist");
    }

    void run() throws Exception {
        platformBundles();
        File[] processes = workspace.getFile("run-configs/processes").listFiles((d, n) -> n.endsWith(".bndrun"));
        for (File file : processes == null ? new File[0] : processes) process(file);
        Path page = workspace.getFile("shell.bundle/system-ui").toPath();
        if (Files.exists(page)) FolderMirror.mirror(page, dist.resolve("system-ui"));
        if (Files.exists(dist.resolve("engine"))) new WebEngineNatives(workspace.getBase().toPath(), dist.resolve("engine/natives")).unpack();
        if (!problems.none()) return;
        var compositor = new ClassArchive(dist, "compositor");
        compositor.rehearse("weft.compositor.Rehearsal");
        compositor.shareJdk("platform");
        new ClassArchive(dist, "cli").rehearse("weft.cli.Rehearsal");
        new WebEngineRehearsal(dist).run();
    }

    private void platformBundles() throws Exception {
        File file = workspace.getFile("run-configs/weft.bndrun");
        if (!file.exists()) return;
        try (var run = Bndrun.createBndrun(workspace, file)) {
            copy(run.getRunbundles(), dist.resolve("bundles"));
            problems.take(run, file.getName());
        }
    }

    private void process(File file) throws Exception {
        String name = file.getName().replace(".bndrun", "");
        try (var run = Bndrun.createBndrun(workspace, file)) {
            var path = new ArrayList<Container>(run.getRunpath());
            var names = copy(path, dist.resolve(name).resolve("lib"));
            writeIfChanged(dist.resolve(name).resolve("classpath"), String.join("\n", names) + "\n");
            writeIfChanged(dist.resolve(name).resolve("jvm.options"), String.join("\n", run.getRunVM()) + "\n");
            problems.take(run, file.getName());
        }
    }

    /** Copies what changed and removes what is no longer named; returns the file names in path order. */
    private List<String> copy(Collection<Container> containers, Path folder) throws Exception {
        Files.createDirectories(folder);
        var names = new ArrayList<String>();
        for (File jar : JavaCompile.files(containers)) {
            if (jar.isDirectory()) {
                problems.add(jar + " is a folder, not a jar");
                continue;
            }
            names.add(jar.getName());
            FolderMirror.copyIfChanged(jar.toPath(), folder.resolve(jar.getName()));
        }
        try (var present = Files.list(folder)) {
            for (Path p : present.filter(p -> !names.contains(p.getFileName().toString())).toList()) FolderMirror.delete(p);
        }
        return names;
    }

    // A file that stays the same keeps its time, by which others see whether they are up to date.
    private static void writeIfChanged(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) Files.writeString(file, text);
    }
}
