/** What a guest may import besides WASI: the functions of {@code docs/wit/weft-app.wit}, and where its output goes. */
package weft.runtime.guest;
