/** Fetching over the network for apps: which hosts, which addresses, how much, how long. */
package weft.portal.net;
