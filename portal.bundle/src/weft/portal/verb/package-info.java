/** The file operations of the contract, one class each: a check of the grant, then one step of the kernel. */
package weft.portal.verb;
