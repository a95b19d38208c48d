package weft.compositor.render;

/** The typefaces of the bars, opened when they are first needed. */
public final class Typefaces {
    private Typeface title, chip;

    Typeface title() {
        if (title == null) title = Typeface.open("SemiBold", 13);
        return title;
    }

    Typeface chip() {
        if (chip == null) chip = Typeface.open("Medium", 11);
        return chip;
    }
}
