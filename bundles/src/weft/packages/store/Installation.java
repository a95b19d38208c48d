package weft.packages.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.packages.signature.AppKey;

/**
 * What is installed of an app: the file {@value #FILE} in its folder, replaced in one step by every change. Without a
 * current revision the app is removed, and its data waits for the same key.
 *
 * @param key      whose packages may follow
 * @param current  the revision that is launched
 * @param previous the one before, for a rollback
 */
record Installation(AppKey key, Optional<String> current, Optional<String> previous) {
    static final String FILE = "installation";
    private static final String REVISION = "([0-9][0-9A-Za-z.+-]{0,63}-[0-9a-f]{16})";
    private static final Pattern GRAMMAR = Pattern.compile("weft installation 1\nkey (\\S{43})\n(?:current " + REVISION + "\n)?(?:previous " + REVISION + "\n)?");
    private static final int MAX_BYTES = 1 << 10;

    static boolean isRevision(String text) {
        return text.matches(REVISION);
    }

    /** Empty if the app was never installed. @throws WeftException INVALID if the file is damaged */
    static Optional<Installation> read(Path app) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(app.resolve(FILE), LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(MAX_BYTES);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Matcher m = GRAMMAR.matcher(new String(bytes, StandardCharsets.US_ASCII));
        if (!m.matches()) throw new WeftException(ErrorCode.INVALID, app.resolve(FILE) + " is damaged, so its key is not known: remove the folder and the data of the app, then install it again");
        return Optional.of(new Installation(new AppKey(m.group(1)), Optional.ofNullable(m.group(2)), Optional.ofNullable(m.group(3))));
    }

    /** The switch: whoever reads sees all of the old or all of the new. On the disk when it returns. */
    void write(Path app) throws IOException {
        String text = "weft installation 1\nkey " + key + "\n" + current.map(c -> "current " + c + "\n").orElse("") + previous.map(p -> "previous " + p + "\n").orElse("");
        Disk.replace(app.resolve(FILE), text.getBytes(StandardCharsets.US_ASCII));
    }

    boolean names(String revision) {
        return current.equals(Optional.of(revision)) || previous.equals(Optional.of(revision));
    }
}
