/** Which bundles the platform consists of: decided once, written down with copies of their jars, the same at every start until it is decided anew. */
package weft.decided;
