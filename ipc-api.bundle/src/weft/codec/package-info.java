/** Messages as bytes: envelopes, CBOR frames with descriptors, JSON lines. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package weft.codec;
