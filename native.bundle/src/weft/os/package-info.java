/** What the operating system offers, in plain Java types: sockets, descriptors, processes, memory. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.3.0")
package weft.os;
