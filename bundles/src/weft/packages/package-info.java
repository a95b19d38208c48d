/** The installed apps: where they are and what their manifests say. */
package weft.packages;
