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
    private final Typefaces fonts;
    private Canvas picture;
    private Look drawn;
    /** From where to where chips were drawn. */
    private int chipsFrom, chipsTo;

    /** All that the picture depends on; {@code pointed} is the button under the pointer, or null. */
    record Look(int width, String title, List<Badge> badges, boolean focused, boolean rounded, Part pointed, Theme theme) {}

    TitleBar(Typefaces fonts) {
        this.fonts = fonts;
    }

    /** The picture, as wide as the frame and {@link FrameLayout#TOP} high. Valid until the next call. */
    Canvas picture(Look look) {
        if (look.equals(drawn)) return picture;
        if (picture == null || picture.width() != look.width) picture = new Canvas(look.width, FrameLayout.TOP);
        else java.util.Arrays.fill(picture.pixels(), 0);
        draw(look);
        drawn = look;
        return picture;
    }

    /** Whether a chip was drawn at a point of the bar. */
    boolean badgeAt(double x, double y) {
        return x >= chipsFrom && x < chipsTo && Math.abs(y - (FrameLayout.BORDER + FrameLayout.BAR / 2.0)) <= CHIP_HEIGHT / 2.0 + 2;
    }

    private void draw(Look look) {
        var t = look.theme;
        int radius = look.rounded ? FrameLayout.RADIUS : 0;
        // The lower corners are square: the shape goes on below the picture.
        Shapes.fillRoundedRect(picture, 0, 0, look.width, FrameLayout.TOP + 2 * radius + 1, radius, t.line);
        Shapes.fillRoundedRect(picture, 1, 1, look.width - 2, FrameLayout.TOP + 2 * radius + 1, Math.max(0, radius - 1), t.paper2);
        picture.fill(0, FrameLayout.TOP - 1, look.width, 1, t.line);
        int room = FrameLayout.barRoom(look.width);
        int end = title(look, room);
        chips(look, end + TITLE_GAP, room);
        for (var part : List.of(Part.MINIMIZE, Part.MAXIMIZE, Part.CLOSE)) button(look, part);
    }

    /** Draws the title, leaving the chips their place where there is enough for both; returns where it ends. */
    private int title(Look look, int room) {
        int chips = look.badges.stream().mapToInt(b -> chipWidth(b) + CHIP_GAP).sum();
        int left = FrameLayout.BORDER + TITLE_AT;
        int width = Math.max(Math.min(LEAST_TITLE, room - left), room - left - TITLE_GAP - chips);
        String text = fonts.title().fitted(look.title, width);
        fonts.title().draw(picture, text, left, 24, look.focused ? look.theme.ink : look.theme.ink2);
        return left + fonts.title().width(text);
    }

    private void chips(Look look, int x, int room) {
        chipsFrom = chipsTo = x;
        for (int i = 0; i < look.badges.size(); i++) {
            var badge = look.badges.get(i);
            int width = chipWidth(badge);
            boolean last = i == look.badges.size() - 1;
            String more = "+" + (look.badges.size() - i);
            int moreWidth = fonts.chip().width(more) + 2 * CHIP_PAD;
            if (x + width + (last ? 0 : CHIP_GAP + moreWidth) > room) {
                // What does not fit is counted, never silently left out.
                if (x + moreWidth <= room) chip(look, x, moreWidth, more, Badge.Kind.none);
                return;
            }
            chip(look, x, width, badge.text(), badge.kind());
            x += width + CHIP_GAP;
        }
    }

    private void chip(Look look, int x, int width, String text, Badge.Kind kind) {
        chipsTo = x + width;
        var t = look.theme;
        double y = FrameLayout.BORDER + (FrameLayout.BAR - 1 - CHIP_HEIGHT) / 2.0;
        Shapes.fillRoundedRect(picture, x, y, width, CHIP_HEIGHT, CHIP_HEIGHT / 2.0, t.line);
        Shapes.fillRoundedRect(picture, x + 1, y + 1, width - 2, CHIP_HEIGHT - 2, CHIP_HEIGHT / 2.0 - 1, t.paper);
        int at = x + CHIP_PAD;
        if (kind != Badge.Kind.none) {
            Shapes.fillCircle(picture, at + DOT / 2.0, y + CHIP_HEIGHT / 2.0, DOT / 2.0, kind == Badge.Kind.write ? t.warm : t.weft);
            at += DOT + DOT_GAP;
        }
        fonts.chip().draw(picture, text, at, 23, t.ink2);
    }

    private int chipWidth(Badge b) {
        return fonts.chip().width(b.text()) + 2 * CHIP_PAD + (b.kind() == Badge.Kind.none ? 0 : DOT + DOT_GAP);
    }

    private void button(Look look, Part part) {
        double x = FrameLayout.buttonCentreX(part, look.width), y = FrameLayout.buttonCentreY();
        if (x < FrameLayout.BUTTON) return;
        boolean pointed = look.pointed == part;
        if (pointed) Shapes.fillCircle(picture, x, y, FrameLayout.BUTTON / 2.0, look.theme.line);
        int ink = pointed && part == Part.CLOSE ? look.theme.bad : pointed ? look.theme.ink : look.theme.ink2;
        switch (part) {
            case MINIMIZE -> Shapes.line(picture, x - 3.5, y + .5, x + 3.5, y + .5, 1.4, ink);
            case MAXIMIZE -> Shapes.strokeRoundedRect(picture, x - 4.5, y - 4.5, 9, 9, 1.5, 1.4, ink);
            default -> {
                Shapes.line(picture, x - 3.5, y - 3.5, x + 3.5, y + 3.5, 1.4, ink);
                Shapes.line(picture, x - 3.5, y + 3.5, x + 3.5, y - 3.5, 1.4, ink);
            }
        }
    }
}
