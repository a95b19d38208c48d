package weft.compositor.render;

/** The colours of a theme, as opaque 0xFFRRGGBB: the palette that the system's pages use too. */
public enum Theme {
    LIGHT(0xffe9e6df, 0xffdcd7cc, 0xffcfd8d6, 0xfffffdf9, 0xfff6f3ec, 0xff1d2526, 0xff59676a, 0xffddd7ca, 0xff0f6b66, 0xffb4532a, 0xffb3261e,
            new int[] {0x22, 0x33}, 28),
    DARK(0xff14191a, 0xff1b2324, 0xff182a2a, 0xff1f2728, 0xff273132, 0xffeceae4, 0xffa3b0b0, 0xff344041, 0xff5cc8bf, 0xfff09a6c, 0xffff8a80,
            new int[] {0x88, 0xaa}, 34);

    final int ground, threadA, threadB, paper, paper2, ink, ink2, line, weft, warm, bad;
    /** Alpha of the narrow and of the wide shadow, and the width of the latter's blur. */
    final int narrowShadow, wideShadow, shadowBlur;

    Theme(int ground, int threadA, int threadB, int paper, int paper2, int ink, int ink2, int line, int weft, int warm, int bad,
            int[] shadows, int shadowBlur) {
        this.ground = ground;
        this.threadA = threadA;
        this.threadB = threadB;
        this.paper = paper;
        this.paper2 = paper2;
        this.ink = ink;
        this.ink2 = ink2;
        this.line = line;
        this.weft = weft;
        this.warm = warm;
        this.bad = bad;
        this.narrowShadow = shadows[0];
        this.wideShadow = shadows[1];
        this.shadowBlur = shadowBlur;
    }
}
