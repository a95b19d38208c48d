package weft.wayland.server;

import weft.wayland.wire.WireInterface;

/** An interface together with the way to make a resource of it. Generated classes have theirs as {@code TYPE}. */
public record ResourceType<R extends Resource>(WireInterface wire, Factory<R> factory) {
    @FunctionalInterface
    public interface Factory<R> {
        R create(Client client, int version, int id);
    }
}
