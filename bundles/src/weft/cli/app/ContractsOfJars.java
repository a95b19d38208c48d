package weft.cli.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import weft.api.Places;
import weft.codec.Contracts;
import weft.packages.store.RunningContracts;

/** The contracts that a session of this distribution has, as far as its bundles say: for whoever installs while none runs. The launch looks again. */
final class ContractsOfJars implements RunningContracts {
    private final Path bundles, decided;

    ContractsOfJars(Places places) {
        bundles = places.dist().resolve("bundles");
        decided = places.state().resolve("bundles");
    }

    @Override
    public Collection<String> versions(String contract) {
        // The parameters of a package are separated by semicolons; a comma stands between packages, or in quotation marks.
        var exported = Pattern.compile("(?:^|,)" + Pattern.quote(Contracts.packageOf(contract)) + "(?:;(?:[^,;\"]|\"[^\"]*\")*)*?;version=\"?([0-9]+\\.[0-9]+\\.[0-9]+)");
        var versions = new TreeSet<String>();
        for (Path folder : List.of(bundles, decided)) {
            for (Path jar : jars(folder)) {
                var found = exported.matcher(exports(jar));
                if (found.find()) versions.add(found.group(1));
            }
        }
        return versions;
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String exports(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            String header = file.getManifest() == null ? null : file.getManifest().getMainAttributes().getValue("Export-Package");
            return header == null ? "" : header;
        } catch (IOException e) {
            return "";
        }
    }
}
