package weft.compositor.render;

import weft.compositor.scene.BufferMapping;

/** From a pixel of the picture, counted from the surface's corner, to the buffer: the surface's own map, and the scale that it is shown in. */
public final class PixelMap {
    private double originX, originY, xx, xy, yx, yy;

    /** @param pixelsWide how many pixels of the picture the surface's width takes */
    public void of(BufferMapping m, int width, int height, int pixelsWide, int pixelsHigh) {
        double kx = (double) width / pixelsWide, ky = (double) height / pixelsHigh;
        originX = m.bufferX(0, 0);
        originY = m.bufferY(0, 0);
        xx = near((m.bufferX(1, 0) - originX) * kx);
        xy = near((m.bufferY(1, 0) - originY) * kx);
        yx = near((m.bufferX(0, 1) - originX) * ky);
        yy = near((m.bufferY(0, 1) - originY) * ky);
    }

    // What is one but for the errors of two divisions.
    private static double near(double step) {
        return Math.abs(step - Math.rint(step)) < 1e-9 ? Math.rint(step) : step;
    }

    /** Whether each pixel of the picture is one of the buffer, moved by whole amounts. */
    public boolean isPlain() {
        return xx == 1 && yy == 1 && xy == 0 && yx == 0 && originX == (int) originX && originY == (int) originY;
    }

    /** Whether the buffer lies on its side: a step to the right is another row of it. */
    boolean isAcross() {
        return xy != 0;
    }

    /** The buffer's coordinates of a point of the picture. */
    public double u(double x, double y) {
        return originX + x * xx + y * yx;
    }

    public double v(double x, double y) {
        return originY + x * xy + y * yy;
    }
}
