/** Who a package is from: the Ed25519 key that signed the list of its files. */
package weft.packages.signature;
