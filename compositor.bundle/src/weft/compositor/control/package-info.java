/** The control socket: scripts, tests and the session look at the screen, use the seat and see the windows. */
package weft.compositor.control;
