package weft.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.osgi.framework.Constants;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.decided.BundleFile;
import weft.decided.BundleStore;

/**
 * A jar that wants to be a bundle of the system, by what its manifest says.
 *
 * @param offered  whether it is one of the distribution's
 * @param exported its Export-Package header, or nothing
 * @param imported its Import-Package header, or nothing
 */
record Candidate(Path jar, BundleFile file, boolean offered, String exported, String imported) {
    private static final int MOST = 64;
    private static final long MOST_BYTES = 64 << 20;

    /** @throws WeftException NOT_FOUND or INVALID naming the jar */
    static List<Candidate> of(List<String> jars, BundleStore store) {
        if (jars.isEmpty() || jars.size() > MOST) throw new WeftException(ErrorCode.INVALID, "an update needs between 1 and " + MOST + " jars");
        var candidates = jars.stream().map(Path::of).map(jar -> of(jar, store)).toList();
        long names = candidates.stream().map(Candidate::name).distinct().count();
        if (names < candidates.size()) throw new WeftException(ErrorCode.INVALID, "two of the jars are the same bundle");
        return candidates;
    }

    static Candidate of(Path jar, BundleStore store) {
        if (!jar.isAbsolute()) throw new WeftException(ErrorCode.INVALID, "the path of the new bundle must be absolute");
        if (!Files.isRegularFile(jar)) throw new WeftException(ErrorCode.NOT_FOUND, "there is no file " + Printable.text(jar.toString()));
        try (var file = new JarFile(jar.toFile())) {
            if (Files.size(jar) > MOST_BYTES) throw new WeftException(ErrorCode.TOO_LARGE, jar + " is larger than " + (MOST_BYTES >> 20) + " MiB");
            return new Candidate(jar, BundleFile.of(jar), store.isOfDistribution(jar), header(file, Constants.EXPORT_PACKAGE), header(file, Constants.IMPORT_PACKAGE));
        } catch (IOException e) {
            throw new WeftException(ErrorCode.INVALID, jar + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String header(JarFile file, String name) throws IOException {
        String value = file.getManifest() == null ? null : file.getManifest().getMainAttributes().getValue(name);
        return value == null ? "" : value;
    }

    /** The same, of a copy that is the system's own: what is checked is what is installed, whatever becomes of the file. */
    Candidate kept(BundleStore store) {
        try {
            BundleFile kept = store.keep(jar);
            return new Candidate(store.copy(kept), kept, offered, exported, imported);
        } catch (IOException e) {
            throw new UncheckedIOException(jar + " cannot be kept: " + e.getMessage(), e);
        }
    }

    boolean exports() {
        return !exported.isBlank();
    }

    String name() {
        return file.name();
    }

    String version() {
        return file.version();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
