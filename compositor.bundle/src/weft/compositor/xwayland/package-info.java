/**
 * X11 programs: an X server (Xwayland, rootless) that is started when the first of them connects and ends with the last, and
 * the window manager that makes its windows windows of the workspace.
 */
package weft.compositor.xwayland;
