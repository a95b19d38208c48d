/**
 * The client role: a {@link weft.wayland.client.Connection} to a compositor, its registry and proxies. One thread owns a
 * connection and everything in it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package weft.wayland.client;
