package weft.api.update;

import java.util.Map;

/**
 * State of a bundle that is in no file and in no fact of the gateway, handed over to the bundle that takes its place. A
 * service of both: the old one is asked to {@link #take} it, the new one to {@link #restore} it, first while the old one
 * still works, and again when it has stopped; what comes later replaces what came before.
 *
 * <p>A snapshot has the schema of who took it. Whoever restores reads its own schema and all older ones, down to
 * {@link #OLDEST}; a newer one is not given to it, and the update is undone.
 */
public interface StateSnapshot {
    /** Service property: the name of the state, the same in all versions of a bundle. */
    String NAME = "weft.state";
    /** Service property, an Integer: the schema of what {@link #take} gives. */
    String SCHEMA = "weft.state.schema";
    /** Service property, an Integer: the oldest schema that {@link #restore} reads; 1 if it is not there. */
    String OLDEST = "weft.state.oldest";

    /**
     * The state as it is now: text, whole numbers, truth values, lists and maps of them, less than a mebibyte as JSON.
     * Called on any thread, for the last time when the service is gone and its component deactivated.
     */
    Map<String, Object> take();

    /**
     * Goes on from a state. Called on any thread; to be done within two seconds.
     *
     * @param schema between the oldest that it reads and its own
     * @throws RuntimeException if this is no such state; the update is undone
     */
    void restore(int schema, Map<String, Object> state);
}
