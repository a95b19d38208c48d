package weft.packages.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import weft.packages.archive.Content;

/** The files of a package, each with its size and SHA-256, by name. */
public record FileList(SortedMap<String, Item> items) {

    /** @param sha256 64 hexadecimal digits */
    public record Item(long size, String sha256) {}

    public static FileList of(Map<String, Content> files) throws IOException {
        var items = new TreeMap<String, Item>();
        for (var file : files.entrySet()) {
            try (InputStream in = file.getValue().open()) {
                items.put(file.getKey(), copy(in, OutputStream.nullOutputStream()));
            }
        }
        return new FileList(items);
    }

    /** Copies a file, and says what it was. */
    public static Item copy(InputStream from, OutputStream to) throws IOException {
        var digest = sha256();
        long size = new DigestInputStream(from, digest).transferTo(to);
        return new Item(size, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
