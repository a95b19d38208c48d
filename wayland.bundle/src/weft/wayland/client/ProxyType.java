package weft.wayland.client;

import weft.wayland.wire.WireInterface;

/** An interface together with the way to make a proxy of it. Generated classes have theirs as {@code TYPE}. */
public record ProxyType<P extends Proxy>(WireInterface wire, Factory<P> factory) {
    @FunctionalInterface
    public interface Factory<P> {
        P create(Connection connection, int version, int id);
    }
}
