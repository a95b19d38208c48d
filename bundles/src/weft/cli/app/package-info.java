/** {@code weft app}: making packages, and what is installed of them. Needs no running session; one that runs sees the change. */
package weft.cli.app;
