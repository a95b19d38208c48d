/**
 * Where windows are and who has the focus: plain Java, no Wayland, no drawing. {@link weft.compositor.window.Desktop}
 * decides and tells its listener. One thread.
 */
package weft.compositor.window;
