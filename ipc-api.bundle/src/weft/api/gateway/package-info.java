/**
 * What the gateway offers the other bundles of the platform: it holds every connection, every child process and the
 * facts about sessions, so that everybody else can be replaced while apps run.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.3.0")
package weft.api.gateway;
