package weft.compositor.window;

import weft.compositor.scene.Rect;

/** An output as windows are placed on it. Kept while it is unplugged, for windows that belong there. */
final class Space {
    final String key;
    Rect area;
    /** The area without what panels and the like take up. */
    Rect usable;
    boolean present = true;

    Space(String key, Rect area) {
        this.key = key;
        this.area = usable = area;
    }

    @Override
    public String toString() {
        return key + " " + area + (present ? "" : " unplugged");
    }
}
