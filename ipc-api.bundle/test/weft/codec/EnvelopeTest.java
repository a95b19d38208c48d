package weft.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.api.AppId;
import weft.api.Badge;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.message.AppMessage;
import weft.api.message.Connection;
import weft.api.message.Files;
import weft.api.message.Lifecycle;

class EnvelopeTest {
    private static Envelope through(Envelope e) {
        return Envelope.fromTree(Cbor.read(Cbor.write(e.toTree())));
    }

    @Test
    void a_record_survives_cbor_with_all_its_parts() {
        var state = new Lifecycle.AppState(new SessionId("s1"), new AppId("org.weft.notes"), "Notes", SessionState.Running,
                Optional.empty(), Optional.of(140L), Optional.of(4711), List.of(new Badge("own data", Badge.Kind.write)));
        var got = through(Envelope.reply(7, state).withSession(new SessionId("s1")));
        assertEquals("APP_STATE", got.type());
        assertEquals(7, got.re());
        assertEquals(state, got.message());
    }

    @Test
    void bytes_stay_bytes_in_cbor() {
        var got = (Files.FsWrite) through(Envelope.request(1, new Files.FsWrite(3, -1, new byte[] {0, -1, 7}))).message();
        assertArrayEquals(new byte[] {0, -1, 7}, got.bytes());
    }

    @Test
    void a_json_line_is_ascii_and_reads_back() {
        var e = Envelope.request(1, new AppMessage.IpcForward(Map.of("text", "grüße 日本 😀")));
        String line = Json.line(e.toTree());
        assertTrue(line.chars().allMatch(c -> c >= 32 && c < 127), line);
        assertEquals(e.message(), Envelope.fromTree(Json.read(line)).message());
    }

    @Test
    void an_unknown_type_is_refused_by_name() {
        var e = assertThrows(WeftException.class, () -> Envelope.fromTree(Map.of("type", "MAKE_TEA")).message());
        assertEquals(ErrorCode.INVALID, e.code());
        assertEquals("there is no message MAKE_TEA", e.getMessage());
    }

    @Test
    void a_missing_field_is_named() {
        var e = assertThrows(WeftException.class, () -> Envelope.fromTree(Map.of("type", "LAUNCH_APP")).message());
        assertEquals("LAUNCH_APP.app_id is missing", e.getMessage());
    }

    @Test
    void unknown_fields_are_ignored() {
        var e = Envelope.fromTree(Map.of("type", "FS_CLOSE", "body", Map.of("handle", 4L, "colour", "blue")));
        assertEquals(new Files.FsClose(4), e.message());
    }

    @Test
    void a_number_out_of_range_is_refused() {
        var tree = Map.of("type", "FS_CLOSE", "body", Map.of("handle", 1L << 40));
        assertEquals("FS_CLOSE.handle is out of range", assertThrows(WeftException.class, () -> Envelope.fromTree(tree).message()).getMessage());
    }

    @Test
    void nesting_without_end_is_refused() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        assertEquals(ErrorCode.INVALID, assertThrows(WeftException.class, () -> Json.read(deep)).code());
    }

    @Test
    void every_prefix_of_a_message_is_refused_and_never_crashes() {
        byte[] whole = Cbor.write(Envelope.request(9, new Lifecycle.LaunchApp(new AppId("org.weft.notes"))).toTree());
        for (int i = 0; i < whole.length; i++) {
            int length = i;
            assertThrows(WeftException.class, () -> Cbor.read(whole, 0, length), "prefix of " + i);
        }
    }

    @Test
    void a_failure_travels_with_code_capability_and_errno() {
        var denied = through(Envelope.failure(3, WeftException.denied("fs:read:xdg-documents", "Notes may not read Documents.")));
        var e = assertThrows(WeftException.class, denied::answer);
        assertEquals(ErrorCode.DENIED, e.code());
        assertEquals(Optional.of("fs:read:xdg-documents"), e.capability());
        var absent = through(Envelope.failure(3, WeftException.file(ErrorCode.NOT_FOUND, "no such file", "ENOENT")));
        assertEquals(Optional.of("ENOENT"), assertThrows(WeftException.class, absent::answer).errno());
        assertInstanceOf(Connection.Error.class, absent.message());
    }

    @Test
    void ids_that_could_be_paths_or_options_are_refused() {
        for (String bad : List.of("", "notes", "../../x.y.z", "--bind.a.b", "org..notes", "org.weft.", "org.weft.n\u043etes", "a.b.c/d", "a.b.c\n", "x".repeat(130) + ".a.b"))
            assertEquals(ErrorCode.INVALID, assertThrows(WeftException.class, () -> new AppId(bad), bad).code());
        for (String bad : List.of("", "../s", "S1", "x".repeat(33), "a b"))
            assertThrows(WeftException.class, () -> new SessionId(bad), bad);
    }
}
