package weft.tool.wayland;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes typed Java classes for both roles of Wayland protocols, in the packages {@code weft.wayland.protocol.server} and
 * {@code .client}, one class an interface. Does nothing while neither a protocol nor the generator has changed.
 */
public final class WaylandGenerator {
    // The runtime implements these itself.
    private static final Set<String> BUILT_IN = Set.of("wl_display", "wl_registry");
    private final List<Path> inputs;
    private final Path output;

    public WaylandGenerator(List<Path> inputs, Path output) {
        this.inputs = inputs;
        this.output = output;
    }

    public void run() throws Exception {
        for (Path input : inputs) {
            if (!Files.exists(input)) throw new IOException(input + " is missing (packages libwayland-dev, wayland-protocols, librust-wayland-protocols-dev)");
        }
        Path stamp = output.resolve("inputs.sha256");
        String digest = digest();
        if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) return;
        var sources = new TreeMap<Path, String>();
        var known = interfaces();
        for (Role role : Role.values()) write(role, known, sources);
        Files.deleteIfExists(stamp);
        synchronise(sources);
        Files.writeString(stamp, digest);
    }

    private Map<String, Protocol.Interface> interfaces() throws Exception {
        var known = new LinkedHashMap<String, Protocol.Interface>();
        for (Path input : inputs) {
            for (var type : ProtocolReader.read(input).interfaces()) {
                if (BUILT_IN.contains(type.name())) continue;
                var before = known.get(type.name());
                if ((before != null) != type.amends()) throw new IllegalArgumentException(input + ": " + type.name() + (type.amends() ? " is not described before" : " again"));
                known.put(type.name(), type.amends() ? before.with(type) : type);
            }
        }
        return known;
    }

    private void write(Role role, Map<String, Protocol.Interface> known, Map<Path, String> sources) {
        Path folder = output.resolve("weft/wayland/protocol/" + role.folder);
        for (var type : known.values()) sources.put(folder.resolve(JavaNames.type(type.name()) + ".java"), new ClassWriter(role, type, known).write());
        sources.put(folder.resolve("package-info.java"), """
                /** The Wayland protocols in the role of the %s, one class an interface. Generated from their descriptions. */
                @org.osgi.annotation.bundle.Export
                @org.osgi.annotation.versioning.Version("1.0.0")
                package weft.wayland.protocol.%s;
                """.formatted(role.folder, role.folder));
    }

    // Files that stay the same keep their time.
    private void synchronise(Map<Path, String> sources) throws IOException {
        try (var old = Files.walk(output)) {
            for (Path p : old.filter(p -> p.toString().endsWith(".java")).toList()) if (!sources.containsKey(p)) Files.delete(p);
        }
        for (var entry : sources.entrySet()) {
            Path file = entry.getKey();
            if (Files.exists(file) && Files.readString(file).equals(entry.getValue())) continue;
            Files.createDirectories(file.getParent());
            Files.writeString(file, entry.getValue());
        }
    }

    private String digest() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        for (Path input : inputs) digest.update(Files.readAllBytes(input));
        for (Class<?> c : List.of(WaylandGenerator.class, Protocol.class, ProtocolReader.class, JavaNames.class, Role.class, Source.class,
                ClassWriter.class, IncomingWriter.class, OutgoingWriter.class)) {
            try (InputStream in = c.getResourceAsStream(c.getSimpleName() + ".class")) {
                digest.update(in.readAllBytes());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
