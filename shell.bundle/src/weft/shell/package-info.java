/**
 * The shell service of the platform: keeps the web engine running and its pages as the sessions are. It holds no facts of
 * its own; after a restart of the platform or an update of this bundle, all follows from what the gateway and the engine say.
 */
package weft.shell;
