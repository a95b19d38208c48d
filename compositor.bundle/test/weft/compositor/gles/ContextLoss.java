package weft.compositor.gles;

import weft.compositor.render.RenderDevice;

/** Takes a device's context away, as a GPU that is reset does. */
public final class ContextLoss {
    private ContextLoss() {}

    public static void force(RenderDevice device) {
        ((GlesDevice) device).context().destroyContext();
    }
}
