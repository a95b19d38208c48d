package weft.runtime.service;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.api.message.Permissions.QuestionKind;
import weft.api.message.Services;
import weft.codec.Json;
import weft.runtime.engine.GuestMemory;
import weft.runtime.engine.HostFunction;
import weft.runtime.wasi.FilePortal;

/**
 * The interfaces fetch, notify, clipboard, pick and failure of {@code weft:app@0.1.0} (docs/wit/weft-app.wit). The portal decides and does; each function
 * waits for it, which may be for the user. All are called on the guest's thread.
 */
public final class ServiceImports {
    private static final int MAX_REQUEST = 256 << 10, MAX_BODY = 1 << 20, MAX_TEXT = 1 << 20, WRITE = 1, MANY = 2;
    private static final QuestionKind[] KINDS = {QuestionKind.open_file, QuestionKind.open_folder, QuestionKind.save_file};
    private final ServiceCalls calls;
    private Services.Fetched fetched = new Services.Fetched(0, Map.of(), new byte[0], "");
    private List<Services.PickedFile> picked = List.of();

    public ServiceImports(FilePortal portal) {
        calls = new ServiceCalls(portal);
    }

    /** The functions by module and name. */
    public Map<String, Map<String, HostFunction>> functions() {
        return Map.of(
                "weft:app/fetch@0.1.0", Map.of(
                        "fetch", (memory, a) -> calls.run(() -> fetch(memory, a)),
                        "head", (memory, a) -> ServiceCalls.copy(memory, Json.write(Map.of("url", fetched.url(), "headers", fetched.headers())), a[0], a[1]),
                        "body", (memory, a) -> ServiceCalls.copy(memory, fetched.body(), a[0], a[1])),
                "weft:app/notify@0.1.0", Map.of(
                        "notify", (memory, a) -> calls.run(() -> notify(memory, a))),
                "weft:app/clipboard@0.1.0", Map.of(
                        "read", (memory, a) -> calls.run(() -> ServiceCalls.copy(memory, clipboard(), a[0], a[1])),
                        "write", (memory, a) -> calls.run(() -> write(memory, a))),
                "weft:app/pick@0.1.0", Map.of(
                        "pick", (memory, a) -> calls.run(() -> pick(memory, a)),
                        "picked", (memory, a) -> calls.run(() -> picked(memory, a))),
                "weft:app/failure@0.1.0", Map.of(
                        "reason", (memory, a) -> calls.reason(memory, a[0], a[1])));
    }

    private long fetch(GuestMemory memory, long[] a) throws java.io.IOException {
        fetched = new Services.Fetched(0, Map.of(), new byte[0], "");
        if (!(Json.read(bytes(memory, a[0], a[1], MAX_REQUEST)) instanceof Map<?, ?> wanted)) throw invalid("A fetch is asked for by an object.");
        byte[] body = bytes(memory, a[2], a[3], MAX_BODY);
        fetched = calls.ask(Services.Fetched.class, new Services.Fetch(text(wanted, "url").orElse(""), text(wanted, "method"), headers(wanted), body.length == 0 ? Optional.empty() : Optional.of(body)));
        return fetched.status();
    }

    private static Optional<String> text(Map<?, ?> object, String key) {
        return switch (object.get(key)) {
            case null -> Optional.empty();
            case String s -> Optional.of(s);
            default -> throw invalid("\"" + key + "\" of a fetch is a text.");
        };
    }

    private static Optional<Map<String, Object>> headers(Map<?, ?> object) {
        if (object.get("headers") == null) return Optional.empty();
        if (!(object.get("headers") instanceof Map<?, ?> given)) throw invalid("\"headers\" of a fetch is an object.");
        var headers = new java.util.HashMap<String, Object>();
        given.forEach((name, value) -> headers.put((String) name, value));
        return Optional.of(headers);
    }

    private long notify(GuestMemory memory, long[] a) throws java.io.IOException {
        calls.ask(Connection.Ok.class, new Services.Notify(string(memory, a[0], a[1]), string(memory, a[2], a[3])));
        return 0;
    }

    private byte[] clipboard() throws java.io.IOException {
        return calls.ask(Services.ClipboardText.class, new Services.ReadClipboard()).text().getBytes(StandardCharsets.UTF_8);
    }

    private long write(GuestMemory memory, long[] a) throws java.io.IOException {
        calls.ask(Connection.Ok.class, new Services.WriteClipboard(string(memory, a[0], a[1])));
        return 0;
    }

    private long pick(GuestMemory memory, long[] a) throws java.io.IOException {
        picked = List.of();
        if (a[0] >= KINDS.length || a[1] > (WRITE | MANY)) throw invalid("What can be picked is 0 a file, 1 a folder, 2 a file to save to; flags are 1 to write and 2 for many.");
        String suggestion = string(memory, a[2], a[3]);
        picked = calls.ask(Services.Picked.class, new Services.PickFiles(KINDS[(int) a[0]], (a[1] & WRITE) != 0, (a[1] & MANY) != 0, suggestion.isEmpty() ? Optional.empty() : Optional.of(suggestion))).files();
        return picked.size();
    }

    private long picked(GuestMemory memory, long[] a) {
        if (a[0] >= picked.size()) throw new WeftException(ErrorCode.NOT_FOUND, "Fewer were picked.");
        var file = picked.get((int) a[0]);
        return ServiceCalls.copy(memory, Json.write(Map.of("path", file.path(), "name", file.name(), "folder", file.folder(), "writable", file.writable())), a[1], a[2]);
    }

    private static String string(GuestMemory memory, long address, long length) {
        return new String(bytes(memory, address, length, MAX_TEXT), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(GuestMemory memory, long address, long length, int most) {
        if (length > most) throw new WeftException(ErrorCode.TOO_LARGE, "That is longer than " + most + " bytes.");
        return memory.read(address, length);
    }

    private static WeftException invalid(String sentence) {
        return new WeftException(ErrorCode.INVALID, sentence);
    }
}
