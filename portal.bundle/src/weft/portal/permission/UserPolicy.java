package weft.portal.permission;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import weft.api.AppId;
import weft.api.message.Permissions.GrantStatus;

/**
 * What the user's file {@code permissions} decides beforehand: lines such as {@code allow org.weft.notes fs:rw:xdg-documents},
 * with {@code allow}, {@code deny} or {@code ask} and {@code *} for any part; the first that fits counts. A word of the
 * user's about a single app, in the dialog or by command, comes before it.
 */
public final class UserPolicy {
    private static final System.Logger LOG = System.getLogger("weft.portal");
    private static final int MAX_BYTES = 64 << 10;
    private final Path file;

    public UserPolicy(Path file) {
        this.file = file;
    }

    /** Empty if the file says nothing about it. */
    Optional<GrantStatus> of(AppId app, String capability) {
        try {
            if (Files.size(file) > MAX_BYTES) throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            for (String line : Files.readAllLines(file)) {
                String[] words = line.strip().split("\\s+");
                if (words.length != 3 || words[0].startsWith("#") || !fits(words[1], app.value()) || !fits(words[2], capability)) continue;
                switch (words[0]) {
                    case "allow" -> { return Optional.of(GrantStatus.granted); }
                    case "deny" -> { return Optional.of(GrantStatus.denied); }
                    case "ask" -> { return Optional.of(GrantStatus.ask); }
                    default -> LOG.log(Level.WARNING, "{0}: a line begins with neither allow nor deny nor ask", file);
                }
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be read, so everything is asked: {1}", file, e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean fits(String pattern, String text) {
        return Pattern.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"), text);
    }
}
