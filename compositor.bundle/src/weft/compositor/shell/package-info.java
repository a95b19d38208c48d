/** Joins windows' policy and their pictures: what the desktop decides becomes elements on the stage. Knows no Wayland. */
package weft.compositor.shell;
