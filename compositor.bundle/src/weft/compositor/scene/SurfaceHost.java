package weft.compositor.scene;

/** Where on the output a tree of surfaces is shown. */
public interface SurfaceHost {
    boolean isShown();

    /** The root's origin on the output. */
    int originX();

    int originY();

    /** The part of the output outside of which nothing of the tree is drawn. */
    Rect bounds();

    /** The part of that which the tree fills at present. */
    default Rect occupied() {
        return bounds();
    }

    /** A surface of the tree was changed. */
    default void treeChanged() {}
}
