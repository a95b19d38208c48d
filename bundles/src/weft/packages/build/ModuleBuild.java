package weft.packages.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a project of one language becomes a WebAssembly module. */
public interface ModuleBuild {
    /** The language's name, as on the command line. */
    String language();

    /** The project's sources in this language; none if it is not written in it. */
    List<Path> sources(Path project) throws IOException;

    /**
     * Builds the module; the compiler's own words go to standard error.
     *
     * @param module where it is put, whole or not at all
     * @throws weft.api.WeftException INVALID if it does not compile; UNAVAILABLE if the compiler is missing
     */
    void build(Path project, Path module) throws IOException, InterruptedException;

    /** The files of {@code src/} with an ending. */
    static List<Path> sources(Path project, String ending) throws IOException {
        return in(project.resolve("src"), ending);
    }

    /** The files of a folder with an ending, in the order of their names. */
    static List<Path> in(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var all = Files.list(folder)) {
            return all.filter(p -> p.toString().endsWith(ending)).sorted().toList();
        }
    }
}
