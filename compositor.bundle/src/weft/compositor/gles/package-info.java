/**
 * Draws the scene with a GPU, by OpenGL ES 2 through EGL: the same picture as in software within two steps of a channel. Loaded only where there is a
 * GPU, or when it is asked for. One thread: the context is current in the loop's. What is made on the GPU has an owner in the heap and is freed with it.
 */
package weft.compositor.gles;
