/** The WEFT page of the Felix Web Console. */
package weft.console;
