/** The engine's connection to the gateway. */
package weft.shell.engine.link;
