package weft.update;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Bundle;

/** What an installed bundle is made of, so that it can be installed again: its file may have been overwritten by a newer build. */
final class BundleCopy {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private final byte[] jar;

    BundleCopy(Bundle bundle) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            add(zip, MANIFEST, bundle.getEntry(MANIFEST));
            var entries = bundle.findEntries("/", "*", true);
            for (URL url : entries == null ? Collections.<URL>emptyList() : Collections.list(entries)) {
                String name = url.getPath().substring(1);
                if (!name.equals(MANIFEST) && !name.endsWith("/")) add(zip, name, url);
            }
        }
        jar = out.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, URL content) throws IOException {
        if (content == null) throw new IOException("there is no " + name);
        zip.putNextEntry(new ZipEntry(name));
        try (InputStream in = content.openStream()) {
            in.transferTo(zip);
        }
    }

    InputStream open() {
        return new ByteArrayInputStream(jar);
    }
}
