/**
 * The installed packages of a user on the disk: how they get there, are switched, verified and removed. Nothing here
 * needs a running system; whoever runs one sees the change by itself.
 */
package weft.packages.store;
