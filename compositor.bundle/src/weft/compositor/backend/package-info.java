/** Where frames go and input comes from: nowhere (headless), or a window of another compositor ({@code nested}). One thread. */
package weft.compositor.backend;
