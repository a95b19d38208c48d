package weft.compositor.window;

/** What is at a point: a window, the part of it, and for {@link Part#EDGE} which {@link Edge}s. */
public record Hit(Window window, Part part, int edges) {}
