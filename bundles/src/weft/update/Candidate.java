package weft.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.osgi.framework.Constants;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;

/** A jar that wants to be a bundle of the system, by what its manifest says. */
record Candidate(Path jar, String name, String version, boolean exports) {
    private static final int MOST = 64;

    /** @throws WeftException NOT_FOUND or INVALID naming the jar */
    static List<Candidate> of(List<String> jars) {
        if (jars.isEmpty() || jars.size() > MOST) throw new WeftException(ErrorCode.INVALID, "an update needs between 1 and " + MOST + " jars");
        var candidates = jars.stream().map(Path::of).map(Candidate::of).toList();
        long names = candidates.stream().map(Candidate::name).distinct().count();
        if (names < candidates.size()) throw new WeftException(ErrorCode.INVALID, "two of the jars are the same bundle");
        return candidates;
    }

    static Candidate of(Path jar) {
        if (!jar.isAbsolute()) throw new WeftException(ErrorCode.INVALID, "the path of the new bundle must be absolute");
        if (!Files.isRegularFile(jar)) throw new WeftException(ErrorCode.NOT_FOUND, "there is no file " + Printable.text(jar.toString()));
        try (var file = new JarFile(jar.toFile())) {
            Attributes main = file.getManifest() == null ? new Attributes() : file.getManifest().getMainAttributes();
            String name = main.getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (name == null) throw new WeftException(ErrorCode.INVALID, jar + " is not a bundle");
            String version = main.getValue(Constants.BUNDLE_VERSION);
            return new Candidate(jar, name.split(";")[0].strip(), version == null ? "0.0.0" : version, main.getValue(Constants.EXPORT_PACKAGE) != null);
        } catch (IOException e) {
            throw new WeftException(ErrorCode.INVALID, jar + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
