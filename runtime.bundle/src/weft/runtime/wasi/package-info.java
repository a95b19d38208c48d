/**
 * WASI preview 1 (https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md): the functions that C programs
 * import. Files are the portal's; there is nothing else to open. Everything here runs on the guest's thread.
 */
package weft.runtime.wasi;
