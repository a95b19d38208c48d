/** The words of the platform: what an app, a session and a failure are called. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package weft.api;
