package weft.compositor.window;

/** What of a window the pointer is on. */
public enum Part { CONTENT, BAR, BADGES, MINIMIZE, MAXIMIZE, CLOSE, EDGE }
