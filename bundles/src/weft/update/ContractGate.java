package weft.update;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import weft.api.ErrorCode;
import weft.api.Places;
import weft.api.WeftException;
import weft.codec.Json;

/**
 * The contracts that a bundle brings, against those that run, by the rules that the build goes by. The comparison reads
 * classes that nobody has checked yet, and takes memory that the platform needs for nothing else: it has a process of
 * its own ({@code contract} of the distribution), bounded in memory, output and time.
 */
final class ContractGate {
    private static final int LIMIT_S = 60, MOST_BYTES = 1 << 20;
    private final BundleContext context;
    private final Places places;

    ContractGate(BundleContext context, Places places) {
        this.context = context;
        this.places = places;
    }

    /**
     * @param breaches  packages whose version promises what they do not keep, each with the difference
     * @param sameMajor running bundles that export one of its packages in the same major version
     * @param beside    its packages that other bundles export in other major versions, or nobody does
     */
    record Finding(List<String> breaches, List<Bundle> sameMajor, List<String> beside) {}

    /** @throws WeftException INVALID if its contracts cannot be read; UNAVAILABLE if nothing can be compared */
    Finding compare(Candidate candidate) {
        var beside = new TreeSet<String>();
        var same = new java.util.LinkedHashSet<Bundle>();
        Map<String, Version> packages = Exports.of(candidate.exported());
        packages.forEach((name, version) -> {
            var others = new ArrayList<String>();
            boolean hasPlace = true;
            for (Bundle b : exporters(name)) {
                Version theirs = version(b, name);
                others.add(theirs.toString());
                if (theirs.getMajor() != version.getMajor()) continue;
                same.add(b);
                hasPlace = false;
            }
            if (hasPlace) beside.add(name + " " + version + (others.isEmpty() ? " is new" : " comes beside " + String.join(", ", others)));
        });
        return new Finding(same.isEmpty() ? List.of() : breaches(candidate, packages, List.copyOf(same)), List.copyOf(same), List.copyOf(beside));
    }

    private List<Bundle> exporters(String name) {
        return Arrays.stream(context.getBundles()).filter(b -> b.getBundleId() != 0 && b.getState() != Bundle.UNINSTALLED && version(b, name) != null).toList();
    }

    private static Version version(Bundle bundle, String name) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .filter(c -> name.equals(c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(c -> (Version) c.getAttributes().get(Constants.VERSION_ATTRIBUTE)).findFirst().orElse(null);
    }

    private List<String> breaches(Candidate candidate, Map<String, Version> packages, List<Bundle> running) {
        var older = new ArrayList<Path>();
        try {
            Path folder = Files.createDirectories(places.cache());
            for (Bundle b : running) {
                older.add(Files.createTempFile(folder, "running", ".jar"));
                try (InputStream in = new BundleCopy(b).open()) {
                    Files.write(older.getLast(), in.readAllBytes());
                }
            }
            var answer = (Map<?, ?>) Json.read(run(candidate, older));
            var words = new ArrayList<String>();
            for (Object o : (List<?>) answer.get("breaches")) {
                var breach = (Map<?, ?>) o;
                String name = (String) breach.get("package");
                Bundle than = running.get(((Number) breach.get("older")).intValue());
                Version theirs = version(than, name);
                // Another major version is a contract of its own, and what the candidate lacks is not what it changes.
                if (packages.containsKey(name) && theirs != null && theirs.getMajor() == packages.get(name).getMajor()) words.add("the contract " + ((String) breach.get("words")).strip());
            }
            return List.copyOf(words);
        } catch (IOException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "the contracts of " + candidate + " cannot be compared: " + e.getMessage(), e);
        } finally {
            older.forEach(ContractGate::delete);
        }
    }

    private byte[] run(Candidate candidate, List<Path> older) throws IOException {
        Path folder = places.dist().resolve("contract"), lib = folder.resolve("lib");
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "@" + folder.resolve("jvm.options"), "-cp",
                String.join(":", Files.readAllLines(folder.resolve("classpath")).stream().map(n -> lib.resolve(n).toString()).toList()), "weft.contract.Main",
                candidate.jar().toString()));
        older.forEach(jar -> command.add(jar.toString()));
        Path said = Files.createTempFile(places.cache(), "contract", ".out"), complaints = Files.createTempFile(places.cache(), "contract", ".err");
        var builder = new ProcessBuilder(command).redirectOutput(said.toFile()).redirectError(complaints.toFile());
        builder.environment().clear();
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) throw new IOException("no answer within " + LIMIT_S + " s");
            if (process.exitValue() != 0) throw new WeftException(ErrorCode.INVALID, "the contracts of " + candidate + " cannot be read: " + lastLine(complaints));
            if (Files.size(said) > MOST_BYTES) throw new IOException("the difference is larger than " + MOST_BYTES + " bytes");
            return Files.readAllBytes(said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeftException(ErrorCode.UNAVAILABLE, "the platform is stopping");
        } finally {
            process.destroyForcibly();
            delete(said);
            delete(complaints);
        }
    }

    private static String lastLine(Path file) throws IOException {
        String text = new String(Files.newInputStream(file).readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        return text.lines().filter(l -> l.startsWith("Exception") || l.startsWith("Error")).findFirst().orElse("it ended without a word");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The cache is only a cache.
        }
    }
}
