package weft.tool;

import aQute.bnd.build.Container;
import aQute.bnd.build.Project;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** javac, in this process, with a project's own paths; nothing is done when no input is newer than the last run. */
final class JavaCompile {
    private JavaCompile() {}

    static boolean main(Project project, Path stamp) throws Exception {
        var roots = project.getSourcePath();
        var classpath = files(project.getBuildpath());
        return compile(project, roots, classpath, project.getOutput(), stamp);
    }

    static boolean test(Project project, List<File> classpath, Path stamp) throws Exception {
        return compile(project, List.of(project.getTestSrc()), classpath, project.getTestOutput(), stamp);
    }

    static List<File> files(Collection<Container> path) throws Exception {
        var out = new ArrayList<File>();
        for (Container c : Container.flatten(path)) out.add(c.getFile());
        return out;
    }

    private static boolean compile(Project project, Collection<File> roots, List<File> classpath, File output, Path stamp)
            throws Exception {
        var sources = new ArrayList<File>();
        for (File root : roots) sources.addAll(javaFiles(root.toPath()));
        for (File root : roots) copyResources(root.toPath(), output.toPath());
        if (sources.isEmpty() || fresh(sources, classpath, output, stamp)) return true;
        deleteClasses(output.toPath());
        Files.createDirectories(output.toPath());
        if (!javac(project, sources, classpath, output)) {
            Files.deleteIfExists(stamp);
            return false;
        }
        Files.createDirectories(stamp.getParent());
        Files.writeString(stamp, names(sources));
        return true;
    }

    /** What is no Java source lies beside the classes, as in Eclipse. */
    private static void copyResources(Path root, Path output) throws IOException {
        if (!Files.isDirectory(root)) return;
        try (var walk = Files.walk(root)) {
            for (Path from : walk.filter(Files::isRegularFile).filter(p -> !p.toString().endsWith(".java") && !p.getFileName().toString().startsWith(".")).toList()) {
                Path to = output.resolve(root.relativize(from).toString());
                Files.createDirectories(to.getParent());
                FolderMirror.copyIfChanged(from, to);
            }
        }
    }

    private static boolean javac(Project project, List<File> sources, List<File> classpath, File output) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            files.setLocation(StandardLocation.CLASS_PATH, classpath);
            files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(output));
            var options = List.of("--release", project.getProperty("javac.target"), "-g", "-proc:none", "-encoding", "UTF-8",
                    "-Xlint:all,-processing,-classfile,-serial,-requires-automatic,-path,-restricted,-this-escape");
            return compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromFiles(sources)).call();
        }
    }

    private static List<File> javaFiles(Path root) throws IOException {
        if (!Files.isDirectory(root)) return List.of();
        try (var walk = Files.walk(root)) {
            return walk.filter(p -> p.toString().endsWith(".java")).sorted().map(Path::toFile).toList();
        }
    }

    private static boolean fresh(List<File> sources, List<File> classpath, File output, Path stamp) throws IOException {
        if (!Files.exists(stamp) || !Files.readString(stamp).equals(names(sources))) return false;
        long since = Files.getLastModifiedTime(stamp).toMillis();
        for (File f : sources) if (f.lastModified() > since) return false;
        for (File f : classpath) if (newest(f.toPath()) > since) return false;
        return output.isDirectory();
    }

    private static long newest(Path file) throws IOException {
        if (!Files.isDirectory(file)) return file.toFile().lastModified();
        try (var walk = Files.walk(file)) {
            return walk.mapToLong(p -> p.toFile().lastModified()).max().orElse(0);
        }
    }

    private static String names(List<File> sources) {
        return String.join("\n", sources.stream().map(File::getPath).toList());
    }

    private static void deleteClasses(Path output) throws IOException {
        if (!Files.isDirectory(output)) return;
        try (var walk = Files.walk(output)) {
            for (Path p : walk.filter(p -> p.toString().endsWith(".class")).toList()) Files.delete(p);
        }
    }
}
