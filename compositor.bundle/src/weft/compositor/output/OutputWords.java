package weft.compositor.output;

import java.util.regex.Pattern;
import weft.compositor.render.Scale;
import weft.compositor.scene.Transform;

/** How people write scales, transforms and whole outputs. Mistakes are {@link IllegalArgumentException}s with a sentence. */
public final class OutputWords {
    private static final String[] TRANSFORMS = {"normal", "90", "180", "270", "flipped", "flipped-90", "flipped-180", "flipped-270"};
    private static final Pattern SHORT = Pattern.compile("(\\d{1,5})x(\\d{1,5})(?:@(\\d{1,2}(?:\\.\\d{1,4})?))?(?:([+-]\\d{1,6})([+-]\\d{1,6}))?(?:/([a-z0-9-]+))?");

    private OutputWords() {}

    /** A number such as 1.25, in 120ths. */
    public static int scale(double factor) {
        int scale = (int) Math.round(Math.clamp(factor, 0.0, 1000.0) * Scale.ONE);
        if (scale < Scale.LEAST || scale > Scale.MOST) throw new IllegalArgumentException("a scale of " + factor + " is not between " + Scale.LEAST / (double) Scale.ONE + " and " + Scale.MOST / Scale.ONE);
        return scale;
    }

    /** One of normal, 90, 180, 270, flipped, flipped-90, flipped-180, flipped-270. */
    public static Transform transform(String name) {
        for (int i = 0; i < TRANSFORMS.length; i++) if (TRANSFORMS[i].equals(name)) return Transform.of(i);
        throw new IllegalArgumentException("no transform " + name + "; there are " + String.join(", ", TRANSFORMS));
    }

    public static String text(Transform transform) {
        return TRANSFORMS[transform.ordinal()];
    }

    /** An output in short: {@code 1920x1080}, then as wanted {@code @1.5} for the scale, {@code +1280+0} for the place, {@code /90} for the transform. Without a place it stands right of those before. */
    public record Short(OutputMode mode, int scale, boolean placed, int x, int y, Transform transform) {
        public static Short parse(String text) {
            var m = SHORT.matcher(text);
            if (!m.matches()) throw new IllegalArgumentException("an output is like 1920x1080@1.5+1280+0/90, not " + text);
            var mode = new OutputMode(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), 0);
            boolean placed = m.group(4) != null;
            return new Short(mode, m.group(3) == null ? Scale.ONE : OutputWords.scale(Double.parseDouble(m.group(3))), placed, placed ? Integer.parseInt(m.group(4)) : 0,
                    placed ? Integer.parseInt(m.group(5)) : 0, m.group(6) == null ? Transform.NORMAL : OutputWords.transform(m.group(6)));
        }

        /** As settings, for the rate that the mode gets. */
        public OutputSettings settings(int right) {
            return new OutputSettings(true, mode, placed ? x : right, placed ? y : 0, scale, transform);
        }
    }
}
