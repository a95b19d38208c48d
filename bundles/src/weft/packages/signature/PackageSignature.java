package weft.packages.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.packages.archive.EntryName;

/**
 * The file {@value #FILE} of a package. It names the app, the key, and every other file with size and SHA-256, sorted;
 * its last line is the key's signature over all lines before it. There is one way to write it: what reads differently
 * from how it would be written is refused.
 *
 * @param rotations statements by which the key took the place of earlier ones
 */
public record PackageSignature(AppId app, AppKey key, List<Rotation> rotations, FileList files, String signature) {
    public static final String FILE = "signature";
    public static final int MAX_BYTES = 2 << 20;
    private static final String HEAD = "weft package 1", SIGNATURE = "[A-Za-z0-9_-]{86}";
    private static final Pattern APP = Pattern.compile("app (.+)"), KEY = Pattern.compile("key (.+)"), ROTATION = Pattern.compile("rotation (\\S+) (\\S+) (" + SIGNATURE + ")"),
            ITEM = Pattern.compile("file ([0-9a-f]{64}) (0|[1-9][0-9]{0,9}) (.+)"), END = Pattern.compile("signature (" + SIGNATURE + ")");

    /** @throws WeftException INVALID if it is no such file, or if the signature is not its key's over it */
    public static PackageSignature parse(byte[] bytes) {
        PackageSignature read;
        try {
            read = new Reader(new String(bytes, StandardCharsets.UTF_8).split("\n", -1)).read();
        } catch (WeftException | IllegalArgumentException e) {
            throw new WeftException(ErrorCode.INVALID, "the signature file is damaged: " + e.getMessage());
        }
        if (!java.util.Arrays.equals(read.bytes(), bytes)) throw new WeftException(ErrorCode.INVALID, "the signature file is damaged: it is not written as it should be");
        if (!read.key.signed(read.signed(), Base64.getUrlDecoder().decode(read.signature)))
            throw new WeftException(ErrorCode.INVALID, "the signature is not that of the key " + read.key.brief() + "… over this package");
        return read;
    }

    private static final class Reader {
        private final String[] lines;
        private int at;

        Reader(String[] lines) {
            this.lines = lines;
        }

        PackageSignature read() {
            if (!lines[at++].equals(HEAD)) throw new IllegalArgumentException("it does not begin with \"" + HEAD + "\"");
            var app = new AppId(next(APP).group(1));
            var key = new AppKey(next(KEY).group(1));
            var rotations = new ArrayList<Rotation>();
            while (is(ROTATION)) {
                Matcher m = next(ROTATION);
                rotations.add(new Rotation(new AppKey(m.group(1)), new AppKey(m.group(2)), m.group(3)));
                if (rotations.size() > Rotation.MAX) throw new IllegalArgumentException("more than " + Rotation.MAX + " rotations");
            }
            var items = new TreeMap<String, FileList.Item>();
            while (is(ITEM)) {
                Matcher m = next(ITEM);
                if (EntryName.problem(m.group(3)).isPresent()) throw new IllegalArgumentException("line " + at);
                items.put(m.group(3), new FileList.Item(Long.parseLong(m.group(2)), m.group(1)));
            }
            return new PackageSignature(app, key, List.copyOf(rotations), new FileList(items), next(END).group(1));
        }

        private boolean is(Pattern pattern) {
            return at < lines.length && pattern.matcher(lines[at]).matches();
        }

        private Matcher next(Pattern pattern) {
            Matcher m = pattern.matcher(at < lines.length ? lines[at] : "");
            if (!m.matches()) throw new IllegalArgumentException("line " + (at + 1));
            at++;
            return m;
        }
    }

    /** The file. */
    public byte[] bytes() {
        return (new String(signed(), StandardCharsets.UTF_8) + "signature " + signature + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] signed() {
        return signed(app, key, rotations, files);
    }

    static byte[] signed(AppId app, AppKey key, List<Rotation> rotations, FileList files) {
        var text = new StringBuilder(HEAD).append("\napp ").append(app).append("\nkey ").append(key).append('\n');
        for (Rotation r : rotations) text.append("rotation ").append(r.from()).append(' ').append(r.to()).append(' ').append(r.signature()).append('\n');
        files.items().forEach((name, item) -> text.append("file ").append(item.sha256()).append(' ').append(item.size()).append(' ').append(name).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether whoever trusts {@code earlier} may trust this package: it is that key's, or that of its successor. */
    public boolean continues(AppKey earlier) {
        return Rotation.lead(rotations, earlier, key);
    }

    /** Tells this package from any other: the beginning of the SHA-256 of what is signed. */
    public String digest() {
        return HexFormat.of().formatHex(FileList.sha256().digest(signed())).substring(0, 16);
    }
}
