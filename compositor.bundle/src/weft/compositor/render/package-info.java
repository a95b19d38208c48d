/**
 * Draws the scene in software into a heap array, only where it is damaged. Plain loops over int arrays, which the JIT
 * compiler turns into vector code; client memory is copied row by row. One thread; a frame allocates nothing.
 */
package weft.compositor.render;
