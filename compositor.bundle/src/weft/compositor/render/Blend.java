package weft.compositor.render;

import java.util.Arrays;

/**
 * Pixel loops on heap arrays, in shapes that a JIT compiler can vectorise (the quick one does not): no calls, no branches, two channels a step.
 * Products of channels are divided by 255 exactly, rounded to nearest.
 */
final class Blend {
    private static final int EVEN = 0x00ff00ff, HALF = 0x00800080;

    private Blend() {}

    /** Blends {@code n} premultiplied pixels over others. */
    static void over(int[] source, int s, int[] target, int t, int n) {
        for (int i = 0; i < n; i++) {
            int p = source[s + i], d = target[t + i], rest = 255 - (p >>> 24);
            int rb = (d & EVEN) * rest + HALF, ag = (d >>> 8 & EVEN) * rest + HALF;
            rb = rb + (rb >>> 8 & EVEN) >>> 8 & EVEN;
            ag = ag + (ag >>> 8 & EVEN) & ~EVEN;
            target[t + i] = p + (rb | ag);
        }
    }

    /** Blends one colour over {@code n} pixels. */
    static void fill(int argb, int[] target, int t, int n) {
        int rest = 255 - (argb >>> 24);
        if (rest == 0) {
            Arrays.fill(target, t, t + n, argb);
            return;
        }
        for (int i = t; i < t + n; i++) {
            int d = target[i];
            int rb = (d & EVEN) * rest + HALF, ag = (d >>> 8 & EVEN) * rest + HALF;
            rb = rb + (rb >>> 8 & EVEN) >>> 8 & EVEN;
            ag = ag + (ag >>> 8 & EVEN) & ~EVEN;
            target[i] = argb + (rb | ag);
        }
    }

    /** {@code n} premultiplied pixels from the first on times {@code k}/255. */
    static void scale(int[] pixels, int n, int k) {
        for (int i = 0; i < n; i++) {
            int p = pixels[i];
            int rb = (p & EVEN) * k + HALF, ag = (p >>> 8 & EVEN) * k + HALF;
            rb = rb + (rb >>> 8 & EVEN) >>> 8 & EVEN;
            ag = ag + (ag >>> 8 & EVEN) & ~EVEN;
            pixels[i] = rb | ag;
        }
    }

    /** One pixel over another. */
    static int over(int p, int d) {
        return p + scale(d, 255 - (p >>> 24));
    }

    /** All four channels times {@code k}/255. */
    static int scale(int p, int k) {
        int rb = (p & EVEN) * k + HALF, ag = (p >>> 8 & EVEN) * k + HALF;
        return rb + (rb >>> 8 & EVEN) >>> 8 & EVEN | ag + (ag >>> 8 & EVEN) & ~EVEN;
    }

    /** From {@code a} (0) to {@code b} (255). */
    static int mix(int a, int b, int k) {
        return scale(a, 255 - k) + scale(b, k);
    }
}
