/** GraalWasm behind {@link weft.runtime.engine.WasmEngine}. Nothing outside names a class of GraalVM. */
package weft.runtime.engine.graal;
