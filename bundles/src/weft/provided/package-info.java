/** Which versions of the contracts are answered by the bundles that run. Carried by each bundle that asks. */
package weft.provided;
