/** The installed apps and what their manifests say. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package weft.api.packages;
