/** Contracts compared: what a bundle exports with what was released or what runs, by bnd's rules for versions. Used by the build, and by the running system in a process of its own. */
package weft.contract;
