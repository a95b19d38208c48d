/** The X11 protocol as a client speaks it: the few requests and events that a window manager needs, without libxcb. Knows no windows. */
package weft.compositor.xwayland.wire;
