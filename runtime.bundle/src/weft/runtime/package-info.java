/** The app runtime: a process that waits, already inside its sandbox, to be told which app to run. */
package weft.runtime;
