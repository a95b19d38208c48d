package weft.packages.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.packages.archive.Archive;
import weft.packages.archive.ArchiveWriter;
import weft.packages.archive.Content;
import weft.packages.archive.EntryName;
import weft.packages.manifest.Manifest;
import weft.packages.signature.FileList;
import weft.packages.signature.PackageSignature;
import weft.packages.signature.SigningKey;
import weft.packages.store.PackageContent;

/** Packs a project's files into an archive, and signs an archive. */
public final class Packer {
    private static final int MAX_MANIFEST = 1 << 20;
    private static final List<String> BESIDE = List.of("manifest.webmanifest", "LICENSE", "LICENSE.txt", "NOTICE");

    private Packer() {}

    /**
     * Packs the manifest, the module, the icon, {@code ui/}, and a licence if there is one; nothing else of the project.
     *
     * @return the manifest as it was read, with its warnings
     * @throws WeftException INVALID if the project is no package
     */
    public static Manifest.Read pack(Path project, Path archive) throws IOException {
        var read = PackageContent.check(project, Optional.empty());
        ArchiveWriter.write(archive, files(project, read));
        return read;
    }

    private static SortedMap<String, Content> files(Path project, Manifest.Read read) throws IOException {
        var files = new TreeMap<String, Content>();
        var wanted = new ArrayList<>(List.of(project.resolve(Manifest.FILE)));
        read.app().module().ifPresent(m -> wanted.add(m.file()));
        for (String name : BESIDE) if (Files.isRegularFile(project.resolve(name), LinkOption.NOFOLLOW_LINKS)) wanted.add(project.resolve(name));
        Path ui = project.resolve("ui");
        if (Files.isDirectory(ui, LinkOption.NOFOLLOW_LINKS)) {
            try (var below = Files.walk(ui)) {
                below.filter(p -> !Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS)).forEach(wanted::add);
            }
        }
        for (Path p : wanted) {
            String name = project.relativize(p).toString();
            EntryName.problem(name).ifPresent(problem -> {
                throw new WeftException(ErrorCode.INVALID, "\"" + Printable.text(name) + "\" cannot be packed: it " + problem + ".");
            });
            if (!Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)) throw new WeftException(ErrorCode.INVALID, "\"" + name + "\" cannot be packed: it is a link or no file.");
            files.put(name, Content.of(p));
        }
        return files;
    }

    /**
     * Signs an archive, which may be signed already, and replaces it.
     *
     * @throws WeftException INVALID if it is no sound archive
     */
    public static PackageSignature sign(Path archive, SigningKey key) throws IOException {
        try (var in = Archive.open(archive)) {
            var files = new TreeMap<String, Content>();
            in.entries().forEach((name, entry) -> files.put(name, () -> in.open(entry)));
            files.remove(PackageSignature.FILE);
            var manifest = in.entries().get(Manifest.FILE);
            if (manifest == null) throw new WeftException(ErrorCode.INVALID, archive + " holds no " + Manifest.FILE + ".");
            AppId app = Manifest.id(in.bytes(manifest, MAX_MANIFEST), Manifest.FILE);
            var signature = key.sign(app, FileList.of(files));
            files.put(PackageSignature.FILE, Content.of(signature.bytes()));
            ArchiveWriter.write(archive, files);
            return signature;
        }
    }
}
