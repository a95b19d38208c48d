package weft.compositor.window;

import weft.compositor.scene.Rect;

/** An output for the policy of windows: by what it is known again, and the part of the desktop that it shows. */
public record OutputArea(String key, Rect area) {}
