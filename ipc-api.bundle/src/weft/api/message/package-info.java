/** Every message that crosses a process boundary, as a record. Reference pages and codecs are derived from these. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package weft.api.message;
