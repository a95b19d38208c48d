/** Replacing system bundles while apps run: planned, side by side, checked, switched, drained, proven gone, or undone. */
package weft.update;
