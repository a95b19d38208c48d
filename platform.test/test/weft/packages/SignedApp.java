package weft.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import weft.packages.build.Packer;
import weft.packages.manifest.Manifest;
import weft.packages.signature.SigningKey;
import weft.packages.store.AppStore;
import weft.packages.store.AppStore.Mode;

/** Apps that a test packs, signs and installs as a developer does. */
public final class SignedApp {
    private final Path home;
    private final AppStore store;

    /** @param home of the test, for projects and keys */
    public SignedApp(Path home, AppStore store) {
        this.home = home;
        this.store = store;
    }

    /** A signed archive. @param files by name, with {@code wapp.toml} */
    public Path archive(String name, Map<String, byte[]> files) throws IOException {
        Path project = Files.createDirectories(home.resolve("projects").resolve(name)), archive = home.resolve("projects").resolve(name + ".wapp");
        for (var file : files.entrySet()) {
            Path to = project.resolve(file.getKey());
            Files.createDirectories(to.getParent());
            Files.write(to, file.getValue());
        }
        Packer.pack(project, archive);
        Packer.sign(archive, key());
        return archive;
    }

    private SigningKey key() throws IOException {
        Path file = SigningKey.file(home.resolve("keys"), "default");
        try {
            return SigningKey.read(file);
        } catch (NoSuchFileException e) {
            return SigningKey.create(file);
        }
    }

    public Manifest.Read put(Path archive, Mode mode) throws IOException {
        return store.put(archive, mode, (app, asked, update) -> true);
    }
}
