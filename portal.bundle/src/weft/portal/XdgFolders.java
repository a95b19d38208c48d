package weft.portal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import weft.os.Fd;
import weft.os.OpenAt2;

/**
 * The user's own folders by their well-known names, as {@code user-dirs.dirs} has them (xdg-user-dirs), else in the home
 * folder under their usual English names.
 */
public final class XdgFolders {
    private static final Map<String, String> NAMES = names();
    private final Path home, config;

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        names.put("documents", "DOCUMENTS");
        names.put("downloads", "DOWNLOAD");
        names.put("pictures", "PICTURES");
        names.put("music", "MUSIC");
        names.put("videos", "VIDEOS");
        return names;
    }

    /** @param config the user's folder of configuration, {@code $XDG_CONFIG_HOME} */
    public XdgFolders(Path home, Path config) {
        this.home = home;
        this.config = config;
    }

    public Path home() {
        return home;
    }

    /** Those that there are, by their names in capital letters. */
    public Map<String, Path> present() {
        var found = new LinkedHashMap<String, Path>();
        for (String name : NAMES.keySet()) find(name).filter(Files::isDirectory).ifPresent(p -> found.put(Character.toUpperCase(name.charAt(0)) + name.substring(1), p));
        return found;
    }

    /**
     * Opens a folder, such as {@code documents}, as an {@code O_PATH} descriptor; makes it if it is missing.
     *
     * @throws IOException if there is no folder of that name, or it cannot be opened
     */
    Fd open(String name) throws IOException {
        Path folder = find(name).orElseThrow(() -> new NoSuchFileException(name, null, "the user has no such folder"));
        Files.createDirectories(folder);
        // The user may have put a link anywhere above; from here on none is followed.
        return OpenAt2.withoutLinks(folder.toRealPath().toString(), OpenAt2.O_PATH | OpenAt2.O_DIRECTORY, 0);
    }

    /** Empty for a name that is none, and for a folder that is switched off by pointing to the home folder itself. */
    Optional<Path> find(String name) {
        String key = NAMES.get(name);
        if (key == null) return Optional.empty();
        Path folder = configured("XDG_" + key + "_DIR").orElse(home.resolve(Character.toUpperCase(name.charAt(0)) + name.substring(1))).normalize();
        return home.normalize().startsWith(folder) ? Optional.empty() : Optional.of(folder);
    }

    // Lines such as XDG_DOCUMENTS_DIR="$HOME/Papers".
    private Optional<Path> configured(String key) {
        try {
            for (String line : Files.readAllLines(config.resolve("user-dirs.dirs"))) {
                String text = line.strip();
                if (!text.startsWith(key + "=\"") || !text.endsWith("\"")) continue;
                String value = text.substring(key.length() + 2, text.length() - 1);
                if (value.startsWith("$HOME/") || value.equals("$HOME")) return Optional.of(Path.of(home + value.substring("$HOME".length())));
                if (value.startsWith("/")) return Optional.of(Path.of(value));
            }
        } catch (IOException | java.nio.file.InvalidPathException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
