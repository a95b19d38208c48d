/** A display and its clients in one thread, for tests of either side. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package weft.wayland.testing;
