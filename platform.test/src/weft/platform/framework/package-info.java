/** Tests inside the real framework, with the real bundles: what is registered, what a replacement does to those who call. */
package weft.platform.framework;
