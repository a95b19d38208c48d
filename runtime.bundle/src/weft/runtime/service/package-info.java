/** What a guest may ask of the system beside its files, carried out by the portal: the same under every engine. */
package weft.runtime.service;
