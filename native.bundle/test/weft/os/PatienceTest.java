package weft.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PatienceTest {
    @Test
    void only_a_whole_number_within_its_bounds_makes_limits_longer() {
        assertEquals(20, Patience.factor("20"));
        assertEquals(60, Patience.factor("60"));
        for (String no : new String[] {null, "", "0", "61", "100", "-3", "2.5", "x", " 4"}) assertEquals(1, Patience.factor(no), no);
    }
}
