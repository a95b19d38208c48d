package weft.tool;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.header.OSGiHeader;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import aQute.bnd.service.diff.Tree;
import aQute.bnd.service.diff.Type;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The released contracts: of each project with {@code weft.contract: true} the exported packages with their versions
 * and all that is public in them, as text in {@code cnf/baseline}. A build whose change asks for another version than
 * its packages have is an error with the difference; what a change asks for is for bnd to say.
 */
final class Baseline {
    private static final String API = "<api>";
    private final Path folder;

    Baseline(Path root) {
        folder = root.resolve("cnf/baseline");
    }

    static boolean isContract(Project project) {
        return Boolean.parseBoolean(project.getProperty("weft.contract"));
    }

    /** Stores the current contracts as the ones later builds are compared with. */
    void release(Workspace workspace, Problems problems) throws Exception {
        Files.createDirectories(folder);
        for (Project project : workspace.getBuildOrder()) {
            if (!isContract(project)) continue;
            for (File file : project.getBuildFiles()) release(file, problems);
        }
    }

    private void release(File file, Problems problems) throws Exception {
        try (Jar jar = new Jar(file)) {
            Files.writeString(file(jar), jar.getManifest().getMainAttributes().getValue("Export-Package") + "\n" + ContractText.write(api(jar)));
        } catch (IOException e) {
            problems.add(file + " cannot be released: " + e.getMessage());
        }
    }

    private Path file(Jar jar) throws Exception {
        return folder.resolve(jar.getBsn() + ".contract");
    }

    private static Tree.Data api(Jar jar) throws Exception {
        return new DiffPluginImpl().tree(jar).get(API).serialize();
    }

    /** Compares a built jar with what was released; a contract that never was has nothing to keep. */
    void check(File built, Problems problems) throws Exception {
        try (Jar jar = new Jar(built)) {
            if (!Files.exists(file(jar))) return;
            List<String> released = Files.readAllLines(file(jar));
            Parameters before = OSGiHeader.parseHeader(released.getFirst());
            Tree older = bundle(jar.getBsn(), ContractText.read(released.subList(1, released.size())));
            var comparison = new aQute.bnd.differ.Baseline(new Processor(), new DiffPluginImpl());
            var packages = comparison.baseline(bundle(jar.getBsn(), asReleased(api(jar))), OSGiHeader.parseHeader(jar.getManifest().getMainAttributes().getValue("Export-Package")),
                    older, before, new Instructions("*"));
            for (var p : packages) if (p.mismatch) problems.add(sentence(p));
        }
    }

    // Without what the text leaves out.
    private static Tree.Data asReleased(Tree.Data api) {
        return ContractText.read(ContractText.write(api).lines().toList());
    }

    // As if the API were all of a bundle.
    private static Tree bundle(String name, Tree.Data api) throws Exception {
        var data = new Tree.Data();
        data.type = Type.BUNDLE;
        data.name = name;
        data.add = Delta.MINOR;
        data.rem = Delta.MAJOR;
        data.children = new Tree.Data[] {api};
        return new DiffPluginImpl().deserialize(data);
    }

    private static String sentence(aQute.bnd.differ.Baseline.Info p) {
        return "the contract " + p.packageName + " " + p.newerVersion + " differs from the released " + p.olderVersion + " by a " + lower(p.packageDiff.getDelta())
                + " change: its version must be " + p.suggestedVersion + " (package-info.java)\n" + lines(p.packageDiff, "  ");
    }

    private static String lines(Diff diff, String indent) {
        if (diff.getDelta() == Delta.UNCHANGED || diff.getDelta() == Delta.IGNORED) return "";
        String line = indent + lower(diff.getDelta()) + " " + lower(diff.getType()) + " " + diff.getName() + "\n";
        if (diff.getDelta() == Delta.ADDED || diff.getDelta() == Delta.REMOVED) return line;
        return line + diff.getChildren().stream().map(d -> lines(d, indent + "  ")).collect(Collectors.joining());
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(java.util.Locale.ROOT);
    }
}
