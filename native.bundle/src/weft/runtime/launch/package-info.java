/** How an app runtime is started: what whoever starts one and the runtime itself must agree on, without its engine. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package weft.runtime.launch;
