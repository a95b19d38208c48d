package weft.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import weft.api.SessionId;
import weft.codec.Json;

class CrashCountTest {
    private static final SessionId PAGE = new SessionId("page-1");

    @Test
    void a_page_that_will_not_stop_crashing_is_told_from_one_that_crashed_also_by_the_next_shell() {
        var first = new CrashCount();
        assertFalse(first.tooOften(PAGE, 1_000));
        assertFalse(first.tooOften(PAGE, 31_000));
        var next = new CrashCount();
        next.goOnFrom((Map<?, ?>) Json.read(Json.write(first.ages(40_000))), 40_000);
        assertTrue(next.tooOften(PAGE, 50_000));
        var later = new CrashCount();
        later.goOnFrom((Map<?, ?>) Json.read(Json.write(first.ages(40_000))), 40_000);
        assertFalse(later.tooOften(PAGE, 95_000), "those are more than a minute ago");
    }
}
