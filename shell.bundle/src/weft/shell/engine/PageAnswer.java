package weft.shell.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cef.callback.CefQueryCallback;
import weft.api.ErrorCode;
import weft.codec.Json;

/** Answers of the host to a page's request, as {@code weft.js} reads them: JSON in ASCII, since JCEF garbles the rest. */
final class PageAnswer {
    private PageAnswer() {}

    static void success(CefQueryCallback to, Map<String, Object> body) {
        to.success(Json.line(body));
    }

    static void failure(CefQueryCallback to, ErrorCode code, String sentence) {
        var body = new LinkedHashMap<String, Object>();
        body.put("code", code.name());
        body.put("message", sentence);
        failure(to, body);
    }

    /** @param error the body of an ERROR envelope */
    static void failure(CefQueryCallback to, Map<String, Object> error) {
        to.failure(1, Json.line(error));
    }
}
