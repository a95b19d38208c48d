/**
 * Takes the gateway's place in a platform process that a build is looked at in: it gives the other bundles the facts of a session,
 * which they can read and not change, and asks them what its host wants to know.
 */
package weft.stage;
