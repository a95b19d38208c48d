/**
 * JCEF, made to run off-screen and sandboxed without a display, and the parts of CEF that it does not expose. The only
 * package beside {@code weft.ffi} that names method handles and memory segments of foreign functions.
 */
package weft.shell.engine.cef;
