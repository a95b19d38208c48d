package weft.shell.engine.page;

import java.io.IOException;
import java.nio.file.Path;
import weft.shell.engine.cef.Chromium;

/** Makes pages, each in a browser of its own. */
public final class Browsers {
    private final Chromium chromium;
    private final Path profiles;
    private final BrowserHandlers handlers;

    /** @param profiles the folder that Chromium was started with */
    public Browsers(Chromium chromium, Path profiles) {
        this.chromium = chromium;
        this.profiles = profiles;
        handlers = new BrowserHandlers(chromium.client());
        chromium.onCursor((browser, type) -> {
            var page = handlers.byIdentifier(browser);
            if (page != null) page.cursor(type);
        });
    }

    Chromium chromium() {
        return chromium;
    }

    /**
     * Opens a page; it paints as soon as its browser exists.
     *
     * @param appId       names the origin and the profile: pages of one app share their data
     * @param root        the folder of its files
     * @param entry       the first of them, such as {@code index.html}
     * @param transparent whether the page's background is what it paints itself, and nothing else
     * @throws IOException if the folder or the entry is not there
     */
    public PageView open(String appId, Path root, String entry, int width, int height, boolean transparent, PageView.Events events)
            throws IOException {
        var folder = new AppFolder(root, Chromium.SCHEME + "://" + appId);
        var first = folder.find(folder.origin() + "/" + entry);
        if (first.isEmpty()) {
            folder.close();
            throw new IOException("the page has no file " + entry);
        }
        first.get().bytes().close();
        var view = new PageView(this, folder, profiles.resolve(appId), entry, width, height, transparent, events);
        handlers.add(view.browser(), view);
        view.browser().createImmediately();
        return view;
    }
}
