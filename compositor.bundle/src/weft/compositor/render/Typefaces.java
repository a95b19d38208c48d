package weft.compositor.render;

import java.util.HashMap;
import java.util.Map;

/** The typefaces of the bars, opened when they are first needed, in the sizes that outputs' scales ask for. */
public final class Typefaces {
    private static final int TITLE = 13, CHIP = 11;
    private final Map<Integer, Typeface> titles = new HashMap<>(), chips = new HashMap<>();

    Typeface title(int scale) {
        return in(titles, scale, "SemiBold", TITLE);
    }

    Typeface chip(int scale) {
        return in(chips, scale, "Medium", CHIP);
    }

    private static Typeface in(Map<Integer, Typeface> sizes, int scale, String style, int pixels) {
        var known = sizes.get(scale);
        if (known != null) return known;
        var made = sizes.isEmpty() ? Typeface.open(style, Scale.round(pixels, scale)) : sizes.values().iterator().next().inSize(Scale.round(pixels, scale));
        sizes.put(scale, made);
        return made;
    }
}
