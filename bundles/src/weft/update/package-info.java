/** Replacing system bundles while apps run: side by side, switched, drained, removed. */
package weft.update;
