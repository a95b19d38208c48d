/** Trying out the system: faults on purpose, recordings of a session's messages. */
package weft.proving;
