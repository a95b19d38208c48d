/**
 * What the runtime asks of a WebAssembly engine, in terms of neither WASI nor any product; and the reading of a module's
 * outline, so that what it needs is judged before an engine sees it.
 */
package weft.runtime.engine;
