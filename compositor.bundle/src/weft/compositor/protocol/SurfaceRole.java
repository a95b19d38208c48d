package weft.compositor.protocol;

/** What a surface is used for. A surface keeps the kind of its first role for ever ({@link Surface#assign}). */
interface SurfaceRole {
    /** The kind, as in error messages. */
    String kind();

    /** Whether there is an object of it that has to go before the surface. */
    default boolean hasObject() {
        return false;
    }

    /** Before a buffer is attached: whether it is allowed. */
    default void beforeAttach() {}

    /** Before a commit is applied: whether it is allowed. {@code attachesBuffer}: it shows one from now on. */
    default void beforeCommit(boolean attachesBuffer) {}

    /** A commit has been applied. */
    default void committed() {}

    /** A part of the surface, not the surface itself, has changed. */
    default void partCommitted() {}

    /** The surface is gone. */
    default void surfaceDestroyed() {}
}
