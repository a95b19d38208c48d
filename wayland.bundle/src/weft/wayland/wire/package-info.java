/**
 * The Wayland wire format, the same for both roles: messages, object ids, descriptors, bounded buffers over a socket.
 * See the Wayland protocol specification, chapter "Wire Format".
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package weft.wayland.wire;
