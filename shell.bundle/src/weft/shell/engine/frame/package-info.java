/** Pixels of pages, and what of them has changed. */
package weft.shell.engine.frame;
