/** Making a package of a project: building its module, packing its files, signing them. */
package weft.packages.build;
