package weft.shell.engine.page;

import java.nio.ByteBuffer;
import java.awt.Rectangle;
import java.nio.file.Path;
import org.cef.browser.OffscreenBrowser;
import org.cef.callback.CefQueryCallback;
import weft.api.Printable;
import weft.shell.engine.cef.BrowserHost;
import weft.shell.engine.frame.Frame;

/**
 * One page in a browser of its own: loads its origin's files from one folder, keeps its data in a profile of its own,
 * paints into a {@link Frame}. Made by {@link Browsers}; for one thread, which is not Chromium's. Calls before the browser
 * exists are remembered.
 */
public final class PageView implements InputTarget {
    /** What a page does. In Chromium's UI thread: to be handed over. */
    public interface Events {
        /** There are new pixels in the frame, see {@link Frame#takeDamage}. */
        void painted();

        /** The page and its scripts are loaded. */
        void loaded();

        /** The page cannot be loaded; the name of a CEF error code. */
        void loadFailed(String error);

        /** The renderer process is gone; the last frame stays. */
        void crashed(String reason);

        /** The page asks for a cursor ({@code cef_cursor_type_t}). */
        void cursor(int type);

        /** The page asks the host something; the answer is given once, from any thread. */
        void asked(long id, String request, CefQueryCallback answer);

        /** The page is not interested in the answer any more. */
        void askedNoMore(long id);
    }

    private static final int FRAMES_PER_SECOND = 60;
    private final Events events;
    private final AppFolder folder;
    private final AppRequests requests;
    private final Frame frame;
    private final OffscreenBrowser browser;
    private volatile BrowserHost host;
    private volatile int identifier;
    private volatile boolean focused, hidden, dark;

    PageView(Browsers browsers, AppFolder folder, Path profile, String entry, int width, int height, boolean transparent, Events events) {
        this.events = events;
        this.folder = folder;
        requests = new AppRequests(folder);
        frame = new Frame(events::painted);
        var context = browsers.chromium().context(profile, requests);
        browser = new OffscreenBrowser(browsers.chromium().client(), folder.origin() + "/" + entry, context, width, height, transparent,
                FRAMES_PER_SECOND, new Painting());
    }

    OffscreenBrowser browser() {
        return browser;
    }

    private final class Painting implements OffscreenBrowser.Surface {
        @Override
        public void paint(boolean popup, Rectangle[] dirty, ByteBuffer bgra, int width, int height) {
            frame.paint(popup, dirty, bgra, width, height);
        }

        @Override
        public void popupShown(boolean shown) {
            frame.showPopup(shown);
        }

        @Override
        public void popupMoved(Rectangle place) {
            frame.movePopup(place);
        }
    }

    public Frame frame() {
        return frame;
    }

    public void resize(int width, int height) {
        browser.resize(width, height);
    }

    /** A hidden page neither paints nor animates. */
    public void setHidden(boolean hide) {
        hidden = hide;
        if (host != null) host.setHidden(hide);
    }

    /** What the page's media queries say that people prefer ({@code prefers-color-scheme}). */
    public void setDark(boolean on) {
        dark = on;
        if (host != null) preferDark();
    }

    // An emulated medium lasts as long as its client, over every load.
    private void preferDark() {
        browser.getDevToolsClient().executeDevToolsMethod("Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]}");
    }

    public void reload() {
        browser.reloadIgnoreCache();
    }

    /** Runs a script in the page; it must be ASCII. */
    public void run(String script) {
        browser.executeJavaScript(script, folder.origin() + "/weft.js", 1);
    }

    /** Closes the browser; nothing more is heard of it. */
    public void close() {
        browser.close(true);
    }

    @Override
    public void focus(boolean on) {
        focused = on;
        if (host != null) host.setFocus(on);
    }

    @Override
    public void pointerMoved(int x, int y, int modifiers) {
        if (host != null) host.move(x, y, modifiers, false);
    }

    @Override
    public void pointerLeft(int x, int y, int modifiers) {
        if (host != null) host.move(x, y, modifiers, true);
    }

    @Override
    public void button(int x, int y, int modifiers, int button, boolean pressed, int clicks) {
        if (host != null) host.click(x, y, modifiers, button, !pressed, clicks);
    }

    @Override
    public void wheel(int x, int y, int modifiers, int dx, int dy) {
        if (host != null) host.wheel(x, y, modifiers, dx, dy);
    }

    @Override
    public void key(boolean pressed, int modifiers, int evdevCode, int windowsCode, String text) {
        if (host == null) return;
        char typed = text.length() == 1 ? text.charAt(0) : 0;
        host.key(pressed ? BrowserHost.RAW_KEY_DOWN : BrowserHost.KEY_UP, modifiers, windowsCode, evdevCode, typed, typed);
        if (!pressed) return;
        boolean command = (modifiers & (BrowserHost.CONTROL | BrowserHost.ALT)) != 0 && (modifiers & BrowserHost.ALT_GR) == 0;
        if (typed != 0 && !command) host.key(BrowserHost.CHAR, modifiers, typed, evdevCode, typed, typed);
        else if (text.length() > 1) host.commitText(text);
    }

    // In Chromium's UI thread, as all below.
    void created() {
        identifier = browser.getIdentifier();
        var made = new BrowserHost(identifier);
        if (!made.hasExpectedLayout()) throw new IllegalStateException("another version of CEF");
        host = made;
        preferDark();
        if (hidden) made.setHidden(true);
        if (focused) made.setFocus(true);
    }

    void gone() {
        host = null;
        frame.close();
        folder.close();
    }

    AppRequests requests() {
        return requests;
    }

    int identifier() {
        return identifier;
    }

    boolean owns(String url) {
        return folder.owns(url);
    }

    void loaded() {
        events.loaded();
    }

    void loadFailed(String error) {
        events.loadFailed(error);
    }

    void crashed(String reason) {
        events.crashed(reason);
    }

    void cursor(int type) {
        events.cursor(type);
    }

    void consoleWrote(String text, String source, int line) {
        System.err.println("page " + folder.origin() + ": " + Printable.text(text) + " (" + Printable.text(source) + ":" + line + ")");
    }

    void asked(long id, String request, CefQueryCallback answer) {
        events.asked(id, request, answer);
    }

    void askedNoMore(long id) {
        events.askedNoMore(id);
    }
}
