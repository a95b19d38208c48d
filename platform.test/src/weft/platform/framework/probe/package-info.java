/** Activators of bundles that the tests make and replace. */
package weft.platform.framework.probe;
