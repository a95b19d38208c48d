/** The two connections of a runtime: to the gateway, and to the portal. Both are made again when the platform has restarted. */
package weft.runtime.link;
