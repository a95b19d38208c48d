package weft.shell.engine.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cef.callback.CefCallback;
import org.cef.handler.CefResourceHandlerAdapter;
import org.cef.misc.IntRef;
import org.cef.misc.StringRef;
import org.cef.network.CefRequest;
import org.cef.network.CefResponse;

/** The answer to one request of a page: a file of its folder, or 404; always with the policy that holds for every page. */
final class AppResponse extends CefResourceHandlerAdapter {
    /** No inline script, no foreign origin, no frames, no plug-ins, no forms. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
            + "connect-src 'self'; media-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
    private final AppFolder folder;
    private int status;
    private String mediaType;
    private long length;
    private InputStream bytes;

    AppResponse(AppFolder folder) {
        this.folder = folder;
    }

    @Override
    public boolean processRequest(CefRequest request, CefCallback ready) {
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        Optional<AppFolder.Content> found = reads ? folder.find(request.getURL()) : Optional.empty();
        status = found.isPresent() ? 200 : reads ? 404 : 405;
        var content = found.orElseGet(() -> sentence(reads ? "There is no such file in this app." : "An app's files can only be read."));
        mediaType = content.mediaType();
        length = content.length();
        bytes = content.bytes();
        ready.Continue();
        return true;
    }

    private static AppFolder.Content sentence(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new AppFolder.Content("text/plain", bytes.length, new ByteArrayInputStream(bytes));
    }

    @Override
    public void getResponseHeaders(CefResponse response, IntRef responseLength, StringRef redirect) {
        response.setStatus(status);
        // CEF makes the Content-Type of this alone; a page says its encoding itself, and its scripts and styles share it.
        response.setMimeType(mediaType);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cache-Control", "no-cache");
        response.setHeaderMap(headers);
        responseLength.set((int) Math.min(length, Integer.MAX_VALUE));
    }

    @Override
    public boolean readResponse(byte[] into, int room, IntRef read, CefCallback later) {
        try {
            int n = bytes.read(into, 0, Math.min(room, into.length));
            read.set(Math.max(0, n));
            if (n > 0) return true;
        } catch (IOException e) {
            read.set(0);
        }
        close();
        return false;
    }

    @Override
    public void cancel() {
        close();
    }

    private void close() {
        try {
            if (bytes != null) bytes.close();
        } catch (IOException e) {
            // Reading is over either way.
        }
    }
}
