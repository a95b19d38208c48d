package org.cef.browser;

import java.awt.Component;
import java.awt.Container;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.cef.CefBrowserSettings;
import org.cef.CefClient;
import org.cef.callback.CefDragData;
import org.cef.handler.CefRenderHandler;
import org.cef.handler.CefScreenInfo;

/**
 * A browser that paints into memory and belongs to no AWT window. It lives in JCEF's package because the class it
 * extends is package-private; JCEF's own off-screen browser needs OpenGL through JOGL and an AWT canvas.
 * Input does not come through here but through {@code weft.shell.engine.cef.BrowserHost}.
 */
public final class OffscreenBrowser extends CefBrowser_N implements CefRenderHandler {
    /** Where a browser's frames go. Called on Chromium's UI thread; a buffer is valid only during the call. */
    public interface Surface {
        /** New pixels: the whole frame of {@code width} x {@code height} BGRA premultiplied pixels, of which {@code dirty} changed. */
        void paint(boolean popup, Rectangle[] dirty, ByteBuffer bgra, int width, int height);

        /** A drop-down opens or closes; its pixels come as a paint with {@code popup}. */
        void popupShown(boolean shown);

        /** Where the drop-down lies in the page. */
        void popupMoved(Rectangle place);
    }

    // JCEF asks for the component only to find a parent window, which this one never has. Legal in headless mode.
    private static final Component NO_WINDOW = new Container() {};
    private final Surface surface;
    private final boolean transparent;
    private volatile Rectangle view;

    /** @param context the request context of this browser alone; disposed of with it */
    public OffscreenBrowser(CefClient client, String url, CefRequestContext context, int width, int height, boolean transparent,
            int framesPerSecond, Surface surface) {
        super(client, url, context, null, null, settings(framesPerSecond));
        this.surface = surface;
        this.transparent = transparent;
        view = new Rectangle(width, height);
    }

    private static CefBrowserSettings settings(int framesPerSecond) {
        var settings = new CefBrowserSettings();
        settings.windowless_frame_rate = framesPerSecond;
        return settings;
    }

    @Override
    public void createImmediately() {
        createBrowser(getClient(), 0, getUrl(), true, transparent, null, getRequestContext());
    }

    /** Lays the page out anew; a paint of the new size follows. */
    public void resize(int width, int height) {
        view = new Rectangle(width, height);
        wasResized(width, height);
    }

    /** Asks for a paint of everything. */
    public void repaint() {
        invalidate();
    }

    /**
     * Ignored. {@code CefClient.onGotFocus} calls it to hand AWT's focus on; with off-screen browsers CEF answers with
     * {@code onGotFocus} again, without end. Focus is set by {@code BrowserHost.setFocus}.
     */
    @Override
    public void setFocus(boolean ignored) {}

    /** There is no parent window to be asked first. */
    @Override
    public synchronized boolean doClose() {
        return false;
    }

    @Override
    public Component getUIComponent() {
        return NO_WINDOW;
    }

    @Override
    public CefRenderHandler getRenderHandler() {
        return this;
    }

    @Override
    protected CefBrowser_N createDevToolsBrowser(CefClient client, String url, CefRequestContext context, CefBrowser_N parent, Point at) {
        throw new UnsupportedOperationException("there is no window to show developer tools in");
    }

    @Override
    public CompletableFuture<BufferedImage> createScreenshot(boolean nativeResolution) {
        throw new UnsupportedOperationException("a surface has its frames already");
    }

    @Override
    public Rectangle getViewRect(CefBrowser browser) {
        return view;
    }

    @Override
    public boolean getScreenInfo(CefBrowser browser, CefScreenInfo info) {
        info.Set(1, 32, 8, false, view, view);
        return true;
    }

    @Override
    public Point getScreenPoint(CefBrowser browser, Point point) {
        return point;
    }

    @Override
    public void onPopupShow(CefBrowser browser, boolean shown) {
        surface.popupShown(shown);
    }

    @Override
    public void onPopupSize(CefBrowser browser, Rectangle place) {
        surface.popupMoved(place);
    }

    @Override
    public void onPaint(CefBrowser browser, boolean popup, Rectangle[] dirty, ByteBuffer bgra, int width, int height) {
        surface.paint(popup, dirty, bgra, width, height);
    }

    /** JCEF knows only AWT's fourteen shapes; the real one comes through {@code CursorHook}. */
    @Override
    public boolean onCursorChange(CefBrowser browser, int awtCursor) {
        return true;
    }

    @Override
    public boolean startDragging(CefBrowser browser, CefDragData data, int mask, int x, int y) {
        return false;
    }

    @Override
    public void updateDragCursor(CefBrowser browser, int operation) {}

    @Override
    public void addOnPaintListener(Consumer<CefPaintEvent> listener) {
        throw new UnsupportedOperationException("frames go to the surface");
    }

    @Override
    public void setOnPaintListener(Consumer<CefPaintEvent> listener) {
        throw new UnsupportedOperationException("frames go to the surface");
    }

    @Override
    public void removeOnPaintListener(Consumer<CefPaintEvent> listener) {}
}
