/**
 * One class a C library; the only place that names method handles and memory layouts. Every argument and result is a
 * {@code long} (an address, a descriptor, a flag), so that few call shapes have to be linked.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package weft.ffi;
