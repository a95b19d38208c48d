package weft.packages.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import weft.packages.build.Packer;
import weft.packages.signature.SigningKey;

/** A small app that the tests pack and sign. Every file of it says its version. */
final class Project {
    static final String ID = "org.example.tally";
    final Path folder, keys;

    Project(Path home) throws IOException {
        folder = Files.createDirectories(home.resolve("project"));
        keys = home.resolve("keys");
    }

    /** @param capabilities by name */
    Project version(String version, String... capabilities) throws IOException {
        var asked = new StringBuilder();
        for (String c : List.of(capabilities)) asked.append("{ name = \"").append(c).append("\", reason = \"Because.\" }, ");
        Files.createDirectories(folder.resolve("ui"));
        Files.writeString(folder.resolve("wapp.toml"), "[package]\nid = \"%s\"\nname = \"Tally\"\nversion = \"%s\"\ncapabilities = [%s]\n[runtime]\nmodule = \"module.wasm\"\n[ui]\n".formatted(ID, version, asked));
        // An empty module with a custom section that holds the version.
        byte[] text = ("v" + version).getBytes();
        var module = new java.io.ByteArrayOutputStream();
        module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 0, (byte) (text.length + 1), 0});
        module.writeBytes(text);
        Files.write(folder.resolve("module.wasm"), module.toByteArray());
        for (int i = 0; i < 20; i++) Files.writeString(folder.resolve("ui/" + i + ".txt"), version);
        Files.writeString(folder.resolve("ui/index.html"), version);
        return this;
    }

    Project requiring(String contract, String range) throws IOException {
        Files.writeString(folder.resolve("wapp.toml"), "[requires]\n\"%s\" = \"%s\"\n".formatted(contract, range), java.nio.file.StandardOpenOption.APPEND);
        return this;
    }

    Path unsigned(String name) throws IOException {
        Path archive = folder.resolveSibling(name);
        Packer.pack(folder, archive);
        return archive;
    }

    Path signed(String name, String key) throws IOException {
        Path archive = unsigned(name);
        Packer.sign(archive, key(key));
        return archive;
    }

    SigningKey key(String name) throws IOException {
        Path file = SigningKey.file(keys, name);
        try {
            return SigningKey.read(file);
        } catch (NoSuchFileException e) {
            return SigningKey.create(file);
        }
    }
}
