/**
 * The life cycle of apps. All facts are the gateway's ({@code Sessions}, {@code Children}); here is only what follows
 * from them, so that this bundle can be replaced, or come back after a crash, while apps run.
 */
package weft.appd;
