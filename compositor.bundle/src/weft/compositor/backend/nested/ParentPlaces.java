package weft.compositor.backend.nested;

import weft.wayland.protocol.client.WlSurface;

/** Where on the desktop what the parent's devices point at is. */
@FunctionalInterface
interface ParentPlaces {
    /** A point of the desktop. */
    record Place(double x, double y) {}

    /** The place of a point of a surface of the parent; null if that is none of our windows, or none any more. */
    Place at(WlSurface surface, double x, double y);
}
