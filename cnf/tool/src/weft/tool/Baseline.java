package weft.tool;

import aQute.bnd.build.Project;
import aQute.bnd.build.Workspace;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import weft.contract.Contract;

/**
 * The released contracts: of each project with {@code weft.contract: true} the exported packages with their versions
 * and all that is public in them, as text in {@code cnf/baseline}. A build whose change asks for another version than
 * its packages have is an error with the difference; what a change asks for is for bnd to say. The running system
 * compares in the same way.
 */
final class Baseline {
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
            Files.writeString(file(jar), Contract.of(jar).write());
        } catch (IOException e) {
            problems.add(file + " cannot be released: " + e.getMessage());
        }
    }

    private Path file(Jar jar) throws Exception {
        return folder.resolve(jar.getBsn() + ".contract");
    }

    /** Compares a built jar with what was released; a contract that never was has nothing to keep. */
    void check(File built, Problems problems) throws Exception {
        try (Jar jar = new Jar(built)) {
            if (!Files.exists(file(jar))) return;
            var released = Contract.read(jar.getBsn(), Files.readAllLines(file(jar)));
            for (var breach : Contract.of(jar).breaches(released, "the released")) problems.add("the contract " + breach.words() + "  (package-info.java has it)");
        }
    }
}
