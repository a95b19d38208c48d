/** {@code weft app}: making packages, and what is installed of them. Needs no running session; one that runs is asked to do it, and asks the user. */
package weft.cli.app;
