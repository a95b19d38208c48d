package weft.shell.engine.page;

import java.util.Map;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import org.cef.CefClient;
import org.cef.CefSettings;
import org.cef.browser.CefBrowser;
import org.cef.browser.CefFrame;
import org.cef.browser.CefMessageRouter;
import org.cef.browser.CefMessageRouter.CefMessageRouterConfig;
import org.cef.callback.CefBeforeDownloadCallback;
import org.cef.callback.CefContextMenuParams;
import org.cef.callback.CefDownloadItem;
import org.cef.callback.CefFileDialogCallback;
import org.cef.callback.CefJSDialogCallback;
import org.cef.callback.CefMenuModel;
import org.cef.callback.CefQueryCallback;
import org.cef.handler.CefContextMenuHandlerAdapter;
import org.cef.handler.CefDialogHandler;
import org.cef.handler.CefDisplayHandlerAdapter;
import org.cef.handler.CefDownloadHandlerAdapter;
import org.cef.handler.CefJSDialogHandlerAdapter;
import org.cef.handler.CefLifeSpanHandlerAdapter;
import org.cef.handler.CefLoadHandlerAdapter;
import org.cef.handler.CefMessageRouterHandlerAdapter;
import org.cef.handler.CefRequestHandlerAdapter;
import org.cef.handler.CefResourceRequestHandler;
import org.cef.misc.BoolRef;
import org.cef.network.CefRequest;

/**
 * The handlers of the one client that all browsers share: each call goes to the page whose browser it is about. What a page
 * may not do (leave its origin, open windows, download, ask by dialog) is refused here. On Chromium's UI thread.
 */
final class BrowserHandlers {
    private final Map<CefBrowser, PageView> pages = new ConcurrentHashMap<>();

    BrowserHandlers(CefClient client) {
        client.addLifeSpanHandler(new LifeSpan());
        client.addLoadHandler(new Load());
        client.addRequestHandler(new Request());
        client.addJSDialogHandler(new ScriptDialog());
        client.addContextMenuHandler(new ContextMenu());
        client.addDownloadHandler(new Download());
        client.addDialogHandler(new FileDialog());
        client.addDisplayHandler(new Console());
        var router = CefMessageRouter.create(new CefMessageRouterConfig("cefQuery", "cefQueryCancel"));
        router.addHandler(new Query(), true);
        client.addMessageRouter(router);
    }

    void add(CefBrowser browser, PageView page) {
        pages.put(browser, page);
    }

    /** The page of a CEF identifier, or null. */
    PageView byIdentifier(int identifier) {
        for (var page : pages.values()) if (page.identifier() == identifier) return page;
        return null;
    }

    private PageView page(CefBrowser browser) {
        return browser == null ? null : pages.get(browser);
    }

    private final class LifeSpan extends CefLifeSpanHandlerAdapter {
        @Override
        public boolean onBeforePopup(CefBrowser browser, CefFrame frame, String url, String name) {
            return true;
        }

        @Override
        public void onAfterCreated(CefBrowser browser) {
            var page = page(browser);
            if (page != null) page.created();
        }

        @Override
        public void onBeforeClose(CefBrowser browser) {
            var page = pages.remove(browser);
            if (page != null) page.gone();
        }
    }

    private final class Load extends CefLoadHandlerAdapter {
        @Override
        public void onLoadEnd(CefBrowser browser, CefFrame frame, int status) {
            var page = page(browser);
            if (page != null && frame.isMain()) page.loaded();
        }

        @Override
        public void onLoadError(CefBrowser browser, CefFrame frame, ErrorCode code, String text, String url) {
            var page = page(browser);
            if (page != null && frame.isMain() && code != ErrorCode.ERR_ABORTED) page.loadFailed(code.name());
        }
    }

    private final class Request extends CefRequestHandlerAdapter {
        @Override
        public boolean onBeforeBrowse(CefBrowser browser, CefFrame frame, CefRequest request, boolean gesture, boolean redirect) {
            var page = page(browser);
            return page == null || !page.owns(request.getURL());
        }

        /** Without an answer here, CEF does not ask the browser's request context. */
        @Override
        public CefResourceRequestHandler getResourceRequestHandler(CefBrowser browser, CefFrame frame, CefRequest request, boolean isNavigation,
                boolean isDownload, String initiator, BoolRef disableDefaultHandling) {
            var page = page(browser);
            return page == null ? null : page.requests().handler(request.getURL());
        }

        @Override
        public boolean onOpenURLFromTab(CefBrowser browser, CefFrame frame, String url, boolean gesture) {
            return true;
        }

        @Override
        public void onRenderProcessTerminated(CefBrowser browser, TerminationStatus status, int code, String text) {
            var page = page(browser);
            if (page != null) page.crashed(status + " " + code);
        }
    }

    private final class Query extends CefMessageRouterHandlerAdapter {
        @Override
        public boolean onQuery(CefBrowser browser, CefFrame frame, long id, String request, boolean persistent, CefQueryCallback callback) {
            var page = page(browser);
            if (page == null || !frame.isMain() || !page.owns(frame.getURL())) return false;
            page.asked(id, request, callback);
            return true;
        }

        @Override
        public void onQueryCanceled(CefBrowser browser, CefFrame frame, long id) {
            var page = page(browser);
            if (page != null) page.askedNoMore(id);
        }
    }

    /** What pages write to their console goes to the engine's log. */
    private final class Console extends CefDisplayHandlerAdapter {
        @Override
        public boolean onConsoleMessage(CefBrowser browser, CefSettings.LogSeverity level, String text, String source, int line) {
            var page = page(browser);
            if (page != null) page.consoleWrote(text, source, line);
            return true;
        }
    }

    private static final class ScriptDialog extends CefJSDialogHandlerAdapter {
        @Override
        public boolean onJSDialog(CefBrowser browser, String origin, JSDialogType type, String text, String prompt, CefJSDialogCallback callback,
                BoolRef suppress) {
            suppress.set(true);
            return false;
        }

        @Override
        public boolean onBeforeUnloadDialog(CefBrowser browser, String text, boolean reload, CefJSDialogCallback callback) {
            callback.Continue(true, "");
            return true;
        }
    }

    private static final class ContextMenu extends CefContextMenuHandlerAdapter {
        @Override
        public void onBeforeContextMenu(CefBrowser browser, CefFrame frame, CefContextMenuParams params, CefMenuModel model) {
            model.clear();
        }
    }

    private static final class Download extends CefDownloadHandlerAdapter {
        /** Without a call of the callback, the download is cancelled. */
        @Override
        public boolean onBeforeDownload(CefBrowser browser, CefDownloadItem item, String name, CefBeforeDownloadCallback callback) {
            return true;
        }
    }

    private static final class FileDialog implements CefDialogHandler {
        @Override
        public boolean onFileDialog(CefBrowser browser, FileDialogMode mode, String title, String path, Vector<String> filters,
                Vector<String> extensions, Vector<String> descriptions, CefFileDialogCallback callback) {
            callback.Cancel();
            return true;
        }
    }
}
