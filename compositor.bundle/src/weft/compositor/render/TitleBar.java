package weft.compositor.render;

import java.util.List;
import weft.api.Badge;
import weft.compositor.window.FrameLayout;
import weft.compositor.window.Part;

/**
 * The picture of one window's bar: title, what its app may touch as chips, and three buttons. Drawn when something on
 * it changes, then kept. Only the system draws here.
 */
final class TitleBar {
    private static final int TITLE_AT = 12, TITLE_GAP = 10, CHIP_GAP = 5, CHIP_PAD = 8, CHIP_HEIGHT = 21, DOT = 7, DOT_GAP = 5;
    private static final int LEAST_TITLE = 48;
    private final Typeface titleFont, chipFont;
    private final int scale, border;
    private Canvas picture;
    private Look drawn;
    /** From where to where chips were drawn, in pixels. */
    private int chipsFrom, chipsTo;

    /** All that the picture depends on but its size; {@code pointed} is the button under the pointer, or null. */
    record Look(String title, List<Badge> badges, boolean focused, boolean rounded, Part pointed, Theme theme) {}

    /** One for outputs of a scale of {@link Scale}. */
    TitleBar(Typefaces fonts, int scale) {
        this.scale = scale;
        titleFont = fonts.title(scale);
        chipFont = fonts.chip(scale);
        border = Math.max(1, px(FrameLayout.BORDER));
    }

    /** A measure in whole pixels. */
    private int px(int measure) {
        return Scale.round(measure, scale);
    }

    private double of(double measure) {
        return Scale.of(measure, scale);
    }

    /** The picture in pixels, as wide as the frame and as high as what is above the content. Valid until the next call. */
    Canvas picture(Look look, int width, int height) {
        boolean fits = picture != null && picture.width() == width && picture.height() == height;
        if (fits && look.equals(drawn)) return picture;
        if (fits) java.util.Arrays.fill(picture.pixels(), 0);
        else picture = new Canvas(width, height);
        draw(look);
        picture.changed();
        drawn = look;
        return picture;
    }

    /** Whether a chip was drawn at a point of the bar. */
    boolean badgeAt(double x, double y) {
        return of(x) >= chipsFrom && of(x) < chipsTo && Math.abs(y - (FrameLayout.BORDER + FrameLayout.BAR / 2.0)) <= CHIP_HEIGHT / 2.0 + 2;
    }

    private void draw(Look look) {
        var t = look.theme;
        int width = picture.width(), height = picture.height();
        double radius = look.rounded ? of(FrameLayout.RADIUS) : 0;
        // The lower corners are square: the shape goes on below the picture.
        Shapes.fillRoundedRect(picture, 0, 0, width, height + 2 * radius + 1, radius, t.line);
        Shapes.fillRoundedRect(picture, border, border, width - 2 * border, height + 2 * radius + 1, Math.max(0, radius - border), t.paper2);
        picture.fill(0, height - border, width, border, t.line);
        int room = px(FrameLayout.barRoom((int) Math.round(width * (double) Scale.ONE / scale)));
        int end = title(look, room);
        chips(look, end + px(TITLE_GAP), room);
        for (var part : List.of(Part.MINIMIZE, Part.MAXIMIZE, Part.CLOSE)) button(look, part);
    }

    /** Draws the title, leaving the chips their place where there is enough for both; returns where it ends. */
    private int title(Look look, int room) {
        int chips = look.badges.stream().mapToInt(b -> chipWidth(b) + px(CHIP_GAP)).sum();
        int left = border + px(TITLE_AT);
        int width = Math.max(Math.min(px(LEAST_TITLE), room - left), room - left - px(TITLE_GAP) - chips);
        String text = titleFont.fitted(look.title, width);
        titleFont.draw(picture, text, left, px(24), look.focused ? look.theme.ink : look.theme.ink2);
        return left + titleFont.width(text);
    }

    private void chips(Look look, int x, int room) {
        chipsFrom = chipsTo = x;
        int gap = px(CHIP_GAP);
        for (int i = 0; i < look.badges.size(); i++) {
            var badge = look.badges.get(i);
            int width = chipWidth(badge);
            boolean last = i == look.badges.size() - 1;
            String more = "+" + (look.badges.size() - i);
            int moreWidth = chipFont.width(more) + 2 * px(CHIP_PAD);
            if (x + width + (last ? 0 : gap + moreWidth) > room) {
                // What does not fit is counted, never silently left out.
                if (x + moreWidth <= room) chip(look, x, moreWidth, more, Badge.Kind.none);
                return;
            }
            chip(look, x, width, badge.text(), badge.kind());
            x += width + gap;
        }
    }

    private void chip(Look look, int x, int width, String text, Badge.Kind kind) {
        chipsTo = x + width;
        var t = look.theme;
        double y = of(FrameLayout.BORDER + (FrameLayout.BAR - 1 - CHIP_HEIGHT) / 2.0), height = of(CHIP_HEIGHT), dot = of(DOT);
        Shapes.fillRoundedRect(picture, x, y, width, height, height / 2, t.line);
        Shapes.fillRoundedRect(picture, x + border, y + border, width - 2 * border, height - 2 * border, height / 2 - border, t.paper);
        int at = x + px(CHIP_PAD);
        if (kind != Badge.Kind.none) {
            Shapes.fillCircle(picture, at + dot / 2, y + height / 2, dot / 2, kind == Badge.Kind.write ? t.warm : t.weft);
            at += px(DOT + DOT_GAP);
        }
        chipFont.draw(picture, text, at, px(23), t.ink2);
    }

    private int chipWidth(Badge b) {
        return chipFont.width(b.text()) + 2 * px(CHIP_PAD) + (b.kind() == Badge.Kind.none ? 0 : px(DOT + DOT_GAP));
    }

    private void button(Look look, Part part) {
        // From the right: the width in pixels is the frame's, rounded.
        double x = picture.width() + of(FrameLayout.buttonCentreX(part, 0)), y = of(FrameLayout.buttonCentreY());
        if (x < of(FrameLayout.BUTTON)) return;
        boolean pointed = look.pointed == part;
        if (pointed) Shapes.fillCircle(picture, x, y, of(FrameLayout.BUTTON / 2.0), look.theme.line);
        int ink = pointed && part == Part.CLOSE ? look.theme.bad : pointed ? look.theme.ink : look.theme.ink2;
        double arm = of(3.5), thick = of(1.4);
        switch (part) {
            case MINIMIZE -> Shapes.line(picture, x - arm, y + of(.5), x + arm, y + of(.5), thick, ink);
            case MAXIMIZE -> Shapes.strokeRoundedRect(picture, x - of(4.5), y - of(4.5), of(9), of(9), of(1.5), thick, ink);
            default -> {
                Shapes.line(picture, x - arm, y - arm, x + arm, y + arm, thick, ink);
                Shapes.line(picture, x - arm, y + arm, x + arm, y - arm, thick, ink);
            }
        }
    }
}
