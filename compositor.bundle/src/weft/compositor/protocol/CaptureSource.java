package weft.compositor.protocol;

import weft.compositor.render.Canvas;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Rect;
import weft.compositor.shell.WindowView;

/** Something of which pictures may be taken. */
interface CaptureSource {
    /** Where it is on the output; empty while there is nothing of it. */
    Rect place();

    boolean isGone();

    PixelFormat format();

    /** How it looks now, of the size of {@link #place}. Valid until the loop goes on. */
    Canvas picture(boolean withPointer);

    /** The whole output. */
    record Output(Globals globals) implements CaptureSource {
        @Override
        public Rect place() {
            return new Rect(0, 0, globals.stage().width(), globals.stage().height());
        }

        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public PixelFormat format() {
            return PixelFormat.XRGB8888;
        }

        @Override
        public Canvas picture(boolean withPointer) {
            var image = globals.seat().pointer().image();
            image.omit(!withPointer);
            var picture = globals.screen().picture();
            image.omit(false);
            return picture;
        }
    }

    /** A window's content, whatever lies above it. */
    record Toplevel(Globals globals, WindowView view) implements CaptureSource {
        @Override
        public Rect place() {
            return isGone() ? Rect.EMPTY : view.window().content();
        }

        @Override
        public boolean isGone() {
            return globals.workspace().view(view.window()) == null || !view.window().isMapped();
        }

        @Override
        public PixelFormat format() {
            return PixelFormat.ARGB8888;
        }

        @Override
        public Canvas picture(boolean withPointer) {
            var at = place();
            var canvas = new Canvas(at.width(), at.height());
            var element = view.element();
            globals.workspace().painter().paint(element.root(), -element.geometryX(), -element.geometryY(), canvas);
            if (withPointer) globals.seat().pointer().image().paint(canvas, at.x(), at.y());
            return canvas;
        }
    }

    /** The pointer's picture. */
    record Pointer(Globals globals) implements CaptureSource {
        @Override
        public Rect place() {
            return globals.seat().pointer().image().place();
        }

        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public PixelFormat format() {
            return PixelFormat.ARGB8888;
        }

        @Override
        public Canvas picture(boolean withPointer) {
            var at = place();
            var canvas = new Canvas(at.width(), at.height());
            globals.seat().pointer().image().paint(canvas, at.x(), at.y());
            return canvas;
        }
    }
}
