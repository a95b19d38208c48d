package weft.shell.engine;

import org.cef.callback.CefQueryCallback;
import weft.api.message.Message;
import weft.os.EventLoop;
import weft.shell.engine.page.Browsers;
import weft.shell.engine.window.CompositorLink;

/** What a {@link Page} needs of the engine around it. For the loop's thread. */
interface Host {
    EventLoop loop();

    Browsers browsers();

    CompositorLink compositor();

    /** The output's size if it is known, else null. */
    Size output();

    /** Whether the gateway hears us. */
    boolean isConnected();

    /** The look of the system and of every page. */
    Theme theme();

    void setTheme(Theme chosen);

    /** A window of a page got or lost the keyboard. */
    void focusChanged(Page page, boolean has);

    /** The user wants to know what an app may touch. */
    void badgesPressed(Page page);

    /** The system UI hears events from now on. */
    void systemListens();

    /** Tells the gateway something about a page. */
    void report(Page page, Message event);

    /** Answers a request of the gateway's. */
    void answer(long request, Message answer);

    /** Passes a page's request on, with the page's session; the answer goes to the callback. */
    void forward(Page page, long query, String type, java.util.Map<String, Object> body, CefQueryCallback answer);

    /** The page does not wait for this answer any more. */
    void forget(Page page, long query);

    /** The page is closed. */
    void closed(Page page);

    enum Theme { light, dark }

    record Size(int width, int height) {}
}
