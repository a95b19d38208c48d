/** The manifest of an app, {@code wapp.toml}: read strictly, and what is wrong is told where it is and how to mend it. */
package weft.packages.manifest;
