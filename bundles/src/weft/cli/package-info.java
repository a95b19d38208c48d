/** The {@code weft} command: one request to a running session, and its answer in words or as JSON. */
package weft.cli;
