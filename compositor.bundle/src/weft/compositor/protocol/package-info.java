/**
 * The Wayland protocols that the compositor speaks, one class a protocol or object, named as these are. All state is
 * reached from {@link weft.compositor.protocol.Globals}. One thread: the display's.
 */
package weft.compositor.protocol;
