/** Every connection, token, child process and the session journal. */
package weft.gateway;
