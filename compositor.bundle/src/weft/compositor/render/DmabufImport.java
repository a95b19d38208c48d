package weft.compositor.render;

import java.util.List;
import weft.compositor.scene.Dmabuf;

/**
 * What a device can show of pictures in memory that devices share. For linux-dmabuf: the feedback offers {@link #formats} and {@link #device}; a buffer's making
 * succeeds if {@link #canShow}; it is shown by {@link weft.compositor.scene.Texture#of(Dmabuf, weft.compositor.scene.PixelFormat)}. If the device is lost, the software's
 * takes its place: ask anew then.
 */
public interface DmabufImport {
    /** @param code as in drm_fourcc.h, of one of {@link weft.compositor.scene.PixelFormat} */
    record Format(int code, long modifier) {}

    /** Formats and modifiers that can be shown, the better ones first. */
    List<Format> formats();

    /** Whether it can show a picture, of which the format and modifier need not be among the {@link #formats}. A GPU imports it now; that is kept. */
    boolean canShow(Dmabuf buffer);

    /** The number (dev_t) of the device in whose memory pictures are shown best; 0: in any that can be mapped. */
    long device();
}
