package weft.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;

/** Makes a folder of the distribution like a folder of the source: copies what changed, removes what is gone. Each file is replaced whole. */
final class FolderMirror {
    private FolderMirror() {}

    static void mirror(Path source, Path target) throws IOException {
        for (Path from : tree(source)) {
            Path to = target.resolve(source.relativize(from).toString());
            if (Files.isDirectory(from)) Files.createDirectories(to);
            else copyIfChanged(from, to);
        }
        for (Path there : tree(target).reversed()) {
            if (!Files.exists(source.resolve(target.relativize(there).toString()))) Files.delete(there);
        }
    }

    static void copyIfChanged(Path from, Path to) throws IOException {
        if (Files.exists(to) && Files.mismatch(from, to) < 0) return;
        Path part = to.resolveSibling(to.getFileName() + ".part");
        Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        for (Path p : tree(folder).reversed()) Files.deleteIfExists(p);
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
