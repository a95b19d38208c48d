package weft.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.api.message.AppMessage.IpcForward;
import weft.api.message.Connection.Hello;
import weft.api.message.Connection.Role;
import weft.api.message.Files.FsData;
import weft.api.message.Files.FsReplace;
import weft.api.message.Message;
import weft.api.message.Services.Fetch;

class RedactionTest {
    private static Map<String, Object> redacted(Message message) {
        Envelope e = Envelope.event(message);
        return Redaction.body(e.type(), e.body());
    }

    @Test
    void tokens_contents_and_what_apps_say_are_kept_by_their_size_alone() {
        assertEquals(Map.of("role", "runtime", "token", "(6 characters)"), redacted(new Hello(Role.runtime, Optional.of("secret"))));
        assertEquals(Map.of("bytes", "(3 bytes)"), redacted(new FsData(new byte[] {1, 2, 3})));
        assertEquals(Map.of("path", "/data/a", "bytes", "(2 bytes)"), redacted(new FsReplace("/data/a", new byte[2])));
        assertEquals(Map.of("data", "(1 fields)"), redacted(new IpcForward(Map.of("text", "dear diary"))));
        String fetch = redacted(new Fetch("https://example.org/?key=secret", Optional.empty(), Optional.of(Map.of("authorization", "secret")), Optional.of("secret".getBytes()))).toString();
        assertFalse(fetch.contains("secret"), fetch);
    }

    @Test
    void what_no_contract_knows_is_not_kept() {
        assertEquals(Map.of("redacted", "(1 fields)"), Redaction.body("NEVER_HEARD_OF", Map.of("text", "secret")));
        assertEquals(Map.of("path", "/data"), Redaction.body("FS_STAT", Map.of("path", "/data", "text", "secret", "list", List.of("secret"))));
    }
}
