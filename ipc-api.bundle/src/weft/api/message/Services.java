package weft.api.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an app asks of the system beside its own files: from its page, or from its runtime. Each needs a capability. */
public sealed interface Services extends Message {
    @Doc(value = "Lets the user choose files or a folder (fs:read:picked or fs:rw:picked). What is chosen is granted, and found under /picked.", reply = Picked.class)
    record PickFiles(Permissions.QuestionKind kind, boolean write, boolean many, Optional<String> suggestion) implements Services {}

    @Doc("What the user chose; empty if nothing.")
    record Picked(List<PickedFile> files) implements Services {}

    /** A guest path such as /picked/1, and the name that the user knows it by. */
    record PickedFile(String path, String name, boolean folder, boolean writable) {}

    @Doc(value = "The guest paths of the places that the app's manifest declares, and of what was picked for good.", reply = Places.class, safe = true)
    record QueryPlaces() implements Services {}

    @Doc("Guest paths, such as /data and /xdg/documents.")
    record Places(List<String> paths) implements Services {}

    @Doc(value = "Fetches an https: or http: address (net:fetch:HOST); at most 1 MiB up and 2 MiB down, within 30 s. A redirect stays within what was granted.", reply = Fetched.class)
    record Fetch(@Sensitive String url, Optional<String> method, @Sensitive Optional<Map<String, Object>> headers, @Sensitive Optional<byte[]> body) implements Services {}

    @Doc("The answer's status, headers (in lower case, several values joined by commas), body, and the address that answered.")
    record Fetched(int status, @Sensitive Map<String, Object> headers, @Sensitive byte[] body, @Sensitive String url) implements Services {}

    @Doc(value = "Reads the clipboard as text (sys:clipboard:read); only while one of the app's windows has the keyboard.", reply = ClipboardText.class)
    record ReadClipboard() implements Services {}

    @Doc("The clipboard's text; empty if it holds none.")
    record ClipboardText(@Sensitive String text) implements Services {}

    @Doc(value = "Puts text on the clipboard (sys:clipboard:write); only while one of the app's windows has the keyboard.", reply = Connection.Ok.class)
    record WriteClipboard(@Sensitive String text) implements Services {}

    @Doc(value = "Shows the user a notification in the app's name (sys:notifications); at most 5 within 10 s.", reply = Connection.Ok.class)
    record Notify(@Sensitive String title, @Sensitive String text) implements Services {}
}
