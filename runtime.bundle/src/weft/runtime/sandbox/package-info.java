/** The inner half of the sandbox: what the process gives up by itself, and the proof that both halves are in force. */
package weft.runtime.sandbox;
