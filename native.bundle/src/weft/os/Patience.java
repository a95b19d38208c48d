package weft.os;

/**
 * How many times longer than usual processes may take on this machine before they are given up: the variable {@code WEFT_PATIENCE}, a whole
 * number from 1 to 60, for emulated and overloaded machines. 1 where it is not set, or is something else.
 */
public final class Patience {
    private static final int MAX = 60;
    private static final int FACTOR = factor(System.getenv("WEFT_PATIENCE"));

    private Patience() {}

    /** A limit that is usual, in any unit, as it is here. */
    public static long of(long usual) {
        return usual * FACTOR;
    }

    static int factor(String value) {
        return value != null && value.matches("[1-9]\\d?") && Integer.parseInt(value) <= MAX ? Integer.parseInt(value) : 1;
    }
}
