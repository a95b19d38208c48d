/**
 * The server role: a {@link weft.wayland.server.Display} with globals, its clients and their resources. One thread owns
 * a display and everything in it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package weft.wayland.server;
