package weft.shell.engine.page;

import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.handler.CefRequestContextHandlerAdapter;
import org.cef.handler.CefResourceHandler;
import org.cef.handler.CefResourceRequestHandler;
import org.cef.handler.CefResourceRequestHandlerAdapter;
import org.cef.misc.BoolRef;
import org.cef.network.CefRequest;

/**
 * What the request context of one page may load: its own origin, from its folder. Everything else (other apps, http, file)
 * is cancelled before it starts. Called on Chromium's IO thread.
 */
final class AppRequests extends CefRequestContextHandlerAdapter {
    private final CefResourceRequestHandler own;
    private final CefResourceRequestHandler refusing = new CefResourceRequestHandlerAdapter() {
        @Override
        public boolean onBeforeResourceLoad(CefBrowser browser, CefFrame frame, CefRequest request) {
            return true;
        }
    };
    private final AppFolder folder;

    AppRequests(AppFolder folder) {
        this.folder = folder;
        this.own = new CefResourceRequestHandlerAdapter() {
            @Override
            public CefResourceHandler getResourceHandler(CefBrowser browser, CefFrame frame, CefRequest request) {
                return new AppResponse(folder);
            }
        };
    }

    CefResourceRequestHandler handler(String url) {
        return folder.owns(url) ? own : refusing;
    }

    @Override
    public CefResourceRequestHandler getResourceRequestHandler(CefBrowser browser, CefFrame frame, CefRequest request, boolean isNavigation,
            boolean isDownload, String initiator, BoolRef disableDefaultHandling) {
        return handler(request.getURL());
    }
}
