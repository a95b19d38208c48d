/** What each session was granted: folders held by descriptor, opened once, never named again. */
package weft.portal;
