package weft.compositor.output;

/** A size in pixels, as the display scans it, and a rate in thousandths of a hertz. */
public record OutputMode(int width, int height, int refresh) {
    /** Whether it is as asked for; a rate of 0 asks for any. */
    public boolean fits(OutputMode asked) {
        return width == asked.width && height == asked.height && (asked.refresh == 0 || Math.abs(refresh - asked.refresh) < 1000);
    }

    // Written out, as in Rect.
    @Override
    public boolean equals(Object o) {
        return o instanceof OutputMode m && width == m.width && height == m.height && refresh == m.refresh;
    }

    @Override
    public int hashCode() {
        return (31 * width + height) * 31 + refresh;
    }
}
