/**
 * Where frames go and input comes from: nowhere (headless), a window of another compositor ({@code nested}),
 * or real displays ({@code kms}). One thread.
 */
package weft.compositor.backend;
