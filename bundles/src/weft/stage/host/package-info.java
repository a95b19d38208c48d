/** Looking at a build without touching anything: a process for it, and how its answers differ from others. */
package weft.stage.host;
