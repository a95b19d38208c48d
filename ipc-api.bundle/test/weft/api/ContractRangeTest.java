package weft.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of versions as an app's manifest writes them. */
class ContractRangeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[1,2)       | 1.0.0 1.9.9 1.2     | 0.9.9 2.0.0 2",
        "(1,2]       | 1.0.1 2.0.0         | 1.0.0 2.0.1",
        "[1.1,1.2)   | 1.1.0 1.1.7         | 1.0.9 1.2.0",
        "[1.2.3,1.2.3] | 1.2.3             | 1.2.2 1.2.4",
        "1.5         | 1.5.0 1.10.0 7.0.0  | 1.4.9"})
    void a_version_is_in_a_range_or_not(String range, String inside, String outside) {
        var r = new ContractRange(range);
        for (String v : inside.split(" ")) assertEquals(true, r.includes(v), v);
        for (String v : outside.split(" ")) assertEquals(false, r.includes(v), v);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "^1", "[1,2", "[2,1)", "(1,1]", "[1,)", "1.2.3.4", "[99999,2)", "[1, 2)", "*"})
    void what_is_no_range_is_refused(String text) {
        assertEquals("\"" + text + "\" is no range of versions such as [1,2)", assertThrows(WeftException.class, () -> new ContractRange(text)).getMessage());
    }

    @Test
    void who_says_nothing_is_bound_to_the_present_major_version() {
        for (String v : List.of("1.0.0", "1.7.0")) assertEquals(true, ContractRange.CURRENT.includes(v));
        assertEquals(false, ContractRange.CURRENT.includes("2.0.0"));
    }
}
