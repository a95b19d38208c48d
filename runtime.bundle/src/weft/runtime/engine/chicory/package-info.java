/** Chicory behind {@link weft.runtime.engine.WasmEngine}: modules become classes of the JVM. Nothing outside names a class of Chicory. */
package weft.runtime.engine.chicory;
