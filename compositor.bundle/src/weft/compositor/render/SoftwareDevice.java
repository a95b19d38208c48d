package weft.compositor.render;

import java.util.ArrayList;
import java.util.List;
import weft.compositor.scene.Dmabuf;
import weft.compositor.scene.PixelFormat;

/** The processor. Memory that devices share is drawn from where it is mapped, if its rows are linear. */
public final class SoftwareDevice implements RenderDevice, DmabufImport {
    @Override
    public String name() {
        return "software";
    }

    @Override
    public String description() {
        return name();
    }

    @Override
    public Renderer renderer(int width, int height) {
        return new SoftwareRenderer(width, height);
    }

    @Override
    public DmabufImport dmabufs() {
        return this;
    }

    @Override
    public List<Format> formats() {
        var all = new ArrayList<Format>();
        for (var f : PixelFormat.values()) all.add(new Format(f.drmCode(), Dmabuf.LINEAR));
        return all;
    }

    @Override
    public boolean canShow(Dmabuf buffer) {
        var format = PixelFormat.ofDrm(buffer.code());
        return format != null && buffer.isReadable() && buffer.planes().getFirst().stride() >= (long) format.bytes() * buffer.width();
    }

    @Override
    public long device() {
        return 0;
    }

    @Override
    public void close() {}
}
