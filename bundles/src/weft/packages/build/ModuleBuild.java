package weft.packages.build;

import java.io.IOException;
import java.nio.file.Path;

/** How a project of one language becomes a WebAssembly module. */
public interface ModuleBuild {
    /** Whether the project is one of this language. */
    boolean builds(Path project) throws IOException;

    /**
     * Builds the module; the compiler's own words go to standard error.
     *
     * @param module where it is put, whole or not at all
     * @throws weft.api.WeftException INVALID if it does not compile; UNAVAILABLE if the compiler is missing
     */
    void build(Path project, Path module) throws IOException, InterruptedException;
}
