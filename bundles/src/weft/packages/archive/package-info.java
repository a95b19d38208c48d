/** The archive of a package, {@code .wapp}: a strict subset of ZIP, written and read by our own code. */
package weft.packages.archive;
