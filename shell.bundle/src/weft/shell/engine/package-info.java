/** The web engine: a process that holds every page, each in a sandboxed renderer, without a display or a network. */
package weft.shell.engine;
