/**
 * Pages' windows, as a Wayland client of the compositor: surfaces and buffers, input, and coming back when the compositor
 * does. Everything belongs to the thread of one {@link weft.os.EventLoop}.
 */
package weft.shell.engine.window;
