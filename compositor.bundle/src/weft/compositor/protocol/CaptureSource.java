package weft.compositor.protocol;

import weft.compositor.render.Canvas;
import weft.compositor.scene.PixelFormat;
import weft.compositor.scene.Rect;
import weft.compositor.scene.Transform;
import weft.compositor.shell.WindowView;

/** Something of which pictures may be taken. */
interface CaptureSource {
    /** Where it is on the desktop; empty while there is nothing of it. */
    Rect place();

    /** The size of a picture of it, in pixels. */
    default int width() {
        return place().width();
    }

    default int height() {
        return place().height();
    }

    /** How a picture of it is turned. */
    default Transform transform() {
        return Transform.NORMAL;
    }

    /** The output whose frames it changes with, or null: any. */
    default Output output() {
        return null;
    }

    boolean isGone();

    PixelFormat format();

    /** How it looks now, of that size. Valid until the loop goes on. */
    Canvas picture(boolean withPointer);

    /** A whole output, as it is scanned out. */
    record Scanned(Globals globals, Output output) implements CaptureSource {
        @Override
        public Rect place() {
            return isGone() ? Rect.EMPTY : output.area();
        }

        @Override
        public int width() {
            return isGone() ? 0 : output.info().settings().mode().width();
        }

        @Override
        public int height() {
            return isGone() ? 0 : output.info().settings().mode().height();
        }

        @Override
        public Transform transform() {
            return output.info().settings().transform();
        }

        @Override
        public boolean isGone() {
            return output == null || output.isRemoved();
        }

        @Override
        public PixelFormat format() {
            return PixelFormat.XRGB8888;
        }

        @Override
        public Canvas picture(boolean withPointer) {
            return globals.seat().pointer().image().capture(withPointer, () -> globals.screen().picture(output));
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
        public Output output() {
            return globals.outputs().showing(view.element());
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
