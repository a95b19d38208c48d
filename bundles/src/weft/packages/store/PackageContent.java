package weft.packages.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import weft.api.ErrorCode;
import weft.api.Printable;
import weft.api.WeftException;
import weft.api.packages.AppPackage;
import weft.packages.manifest.Manifest;

/** What must hold of a package's files beyond their being what was signed: the manifest is right, and names files that are there. */
public final class PackageContent {
    private static final byte[] WASM = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private PackageContent() {}

    /** @throws WeftException INVALID, with the place in the manifest or the name of the file */
    public static Manifest.Read check(Path folder, Optional<String> revision) throws IOException {
        if (!Files.isRegularFile(folder.resolve(Manifest.FILE), LinkOption.NOFOLLOW_LINKS)) throw new WeftException(ErrorCode.INVALID, "there is no " + Manifest.FILE + " in it");
        var read = Manifest.read(folder, revision);
        AppPackage app = read.app();
        if (app.module().isEmpty() && app.ui().isEmpty()) throw new WeftException(ErrorCode.INVALID, Manifest.FILE + " has neither [runtime] nor [ui]; an app has a module, a page, or both");
        if (app.module().isPresent()) module(folder, app.module().get().file());
        if (app.ui().isPresent()) present(folder, app.ui().get().root().resolve(app.ui().get().entry()), "the page");
        return read;
    }

    private static void module(Path folder, Path file) throws IOException {
        present(folder, file, "the module");
        byte[] head;
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            head = in.readNBytes(WASM.length);
        }
        if (head.length == WASM.length && head[4] == 0x0d) throw new WeftException(ErrorCode.INVALID, name(folder, file) + " is a WebAssembly component; build a core module (wasm32-wasi, preview 1)");
        if (!java.util.Arrays.equals(head, WASM)) throw new WeftException(ErrorCode.INVALID, name(folder, file) + " is no WebAssembly module");
    }

    private static void present(Path folder, Path file, String what) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) throw new WeftException(ErrorCode.INVALID, what + " " + name(folder, file) + ", which " + Manifest.FILE + " names, is not there");
    }

    private static String name(Path folder, Path file) {
        return Printable.text(folder.relativize(file).toString());
    }
}
