/** The backend that is a client of another Wayland compositor, the parent: a window to draw in, a seat to get input from. */
package weft.compositor.backend.nested;
