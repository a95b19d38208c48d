/**
 * The session's foreground process: makes the runtime folder and the listening sockets, starts the compositor and the
 * platform on them, restarts what dies, and leaves nothing behind at its end. It speaks no protocol but sockets,
 * process numbers, exit codes, and the one-line remarks of {@link weft.os.Lifeline}.
 */
package weft.supervisor;
