/** What a bundle does for its own replacement while the system runs. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package weft.api.update;
