package weft.compositor.scene;

/**
 * How a buffer's pixels lie on its surface: the buffer's scale and transform (wl_surface) and the cropped and scaled
 * view of it (wp_viewporter). Derives the affine map from surface to buffer coordinates.
 */
public final class BufferMapping {
    private int bufferWidth, bufferHeight, scale = 1;
    private Transform transform = Transform.NORMAL;
    private double sourceX, sourceY, sourceWidth = -1, sourceHeight = -1;
    private int destinationWidth = -1, destinationHeight = -1;
    private double originX, originY, perXx, perXy, perYx, perYy;

    void bufferSize(int width, int height) {
        bufferWidth = width;
        bufferHeight = height;
        derive();
    }

    public void scale(int newScale) {
        scale = newScale;
        derive();
    }

    public void transform(Transform newTransform) {
        transform = newTransform;
        derive();
    }

    /** Crops to a rectangle of the upright, unscaled picture; a negative width: shows it all. */
    public void source(double x, double y, double width, double height) {
        sourceX = width < 0 ? 0 : x;
        sourceY = width < 0 ? 0 : y;
        sourceWidth = width;
        sourceHeight = height;
        derive();
    }

    /** The size on the surface; a negative width: the source's own. */
    public void destination(int width, int height) {
        destinationWidth = width;
        destinationHeight = height;
        derive();
    }

    public int scale() {
        return scale;
    }

    /** The surface's width in its own coordinates. */
    public int width() {
        if (destinationWidth >= 0) return destinationWidth;
        return sourceWidth >= 0 ? (int) sourceWidth : uprightWidth();
    }

    public int height() {
        if (destinationHeight >= 0) return destinationHeight;
        return sourceHeight >= 0 ? (int) sourceHeight : uprightHeight();
    }

    /** Whether the source's size is whole, as it must be where no destination is set (wp_viewport.bad_size). */
    public boolean hasWholeSize() {
        return destinationWidth >= 0 || sourceWidth < 0 || sourceWidth == (int) sourceWidth && sourceHeight == (int) sourceHeight;
    }

    /** Whether the source lies within the buffer (wp_viewport.out_of_buffer). */
    public boolean isWithinBuffer() {
        return sourceWidth < 0 || sourceX + sourceWidth <= uprightWidth() && sourceY + sourceHeight <= uprightHeight();
    }

    /** Whether the buffer's size is a multiple of its scale (wl_surface.invalid_size). */
    public boolean isMultipleOfScale() {
        return bufferWidth % scale == 0 && bufferHeight % scale == 0;
    }

    /** Whether each surface pixel is a buffer pixel, moved by a whole amount: {@link #bufferX}, {@link #bufferY}. */
    public boolean isPlain() {
        return perXx == 1 && perYy == 1 && perXy == 0 && perYx == 0 && originX == (int) originX && originY == (int) originY;
    }

    /** The buffer coordinate of a point of the surface. */
    public double bufferX(double x, double y) {
        return originX + x * perXx + y * perYx;
    }

    public double bufferY(double x, double y) {
        return originY + x * perXy + y * perYy;
    }

    /** How far buffer x and buffer y advance for one step to the right. */
    public double stepX() {
        return perXx;
    }

    public double stepY() {
        return perXy;
    }

    /** Adds to a surface region what a rectangle of the buffer (of any size) touches on the surface. */
    public void addBufferDamage(int x, int y, int w, int h, Region surfaceDamage) {
        int right = (int) Math.min((long) x + w, bufferWidth), bottom = (int) Math.min((long) y + h, bufferHeight);
        int left = Math.max(x, 0), top = Math.max(y, 0);
        if (left >= right || top >= bottom) return;
        double determinant = perXx * perYy - perYx * perXy;
        double l = Double.MAX_VALUE, t = l, r = -l, b = -l;
        for (int corner = 0; corner < 4; corner++) {
            double u = ((corner & 1) == 0 ? left : right) - originX, v = ((corner & 2) == 0 ? top : bottom) - originY;
            double sx = (u * perYy - v * perYx) / determinant, sy = (v * perXx - u * perXy) / determinant;
            l = Math.min(l, sx);
            t = Math.min(t, sy);
            r = Math.max(r, sx);
            b = Math.max(b, sy);
        }
        // A scaled pixel is blended with its neighbours, so it shows a little beyond its own place.
        int around = isPlain() ? 0 : (int) Math.ceil(1 / Math.min(1, Math.sqrt(Math.abs(determinant))));
        int ll = (int) Math.floor(l) - around, tt = (int) Math.floor(t) - around;
        surfaceDamage.add(ll, tt, (int) Math.ceil(r) + around - ll, (int) Math.ceil(b) + around - tt);
    }

    private int uprightWidth() {
        return (transform.swapsAxes() ? bufferHeight : bufferWidth) / scale;
    }

    private int uprightHeight() {
        return (transform.swapsAxes() ? bufferWidth : bufferHeight) / scale;
    }

    private void derive() {
        double w = width(), h = height();
        double kx = w == 0 ? 1 : (sourceWidth >= 0 ? sourceWidth : uprightWidth()) / w;
        double ky = h == 0 ? 1 : (sourceHeight >= 0 ? sourceHeight : uprightHeight()) / h;
        double uw = uprightWidth(), uh = uprightHeight();
        originX = transform.bufferX(sourceX, sourceY, uw, uh) * scale;
        originY = transform.bufferY(sourceX, sourceY, uw, uh) * scale;
        perXx = transform.bufferX(sourceX + kx, sourceY, uw, uh) * scale - originX;
        perXy = transform.bufferY(sourceX + kx, sourceY, uw, uh) * scale - originY;
        perYx = transform.bufferX(sourceX, sourceY + ky, uw, uh) * scale - originX;
        perYy = transform.bufferY(sourceX, sourceY + ky, uw, uh) * scale - originY;
    }
}
