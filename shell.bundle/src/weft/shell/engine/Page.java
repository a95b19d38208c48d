package weft.shell.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.cef.callback.CefQueryCallback;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.api.message.Pages;
import weft.codec.Json;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.shell.engine.frame.Damage;
import weft.shell.engine.frame.Frame;
import weft.shell.engine.page.InputTarget;
import weft.shell.engine.page.PageView;
import weft.shell.engine.window.ShellWindow;
import weft.shell.engine.window.WindowContent;
import weft.shell.engine.window.WindowRole;

/**
 * An open page: its session, its browser, its windows, and what it says to the platform. The system UI's page is laid out
 * at the output's size and shows through its slots; an app's page is one window. A page whose renderer dies keeps its
 * windows and is loaded again. For the loop's thread.
 */
final class Page implements WindowContent {
    private static final int MAX_WAITING_EVENTS = 1024;
    private static final long FIRST_PAUSE = 100_000_000L, LONGEST_PAUSE = 10_000_000_000L, HEALTHY_NANOS = 60_000_000_000L;
    private final Host host;
    private final SessionId session;
    private final String appId;
    private final PageView view;
    private final Slots slots;
    private final ShellWindow window;
    private final EventLoop.Timer reload;
    private final ClipboardKeys clipboardKeys;
    private final SelectionButtons selectionButtons;
    private final Damage damage = new Damage();
    private final Queue<String> waitingEvents = new ArrayDeque<>();
    private final List<Long> openRequests = new ArrayList<>();
    private final Set<ShellWindow> unseen = new HashSet<>();
    private boolean loaded, listening, shown, paintedBeforeLoad, closed;
    private long pause = FIRST_PAUSE, lastCrash;
    private int cursor;

    /** @throws IOException if there is no such page */
    Page(Host host, Pages.OpenPage wanted, long request) throws IOException {
        this.host = host;
        session = wanted.session();
        appId = wanted.appId().value();
        openRequests.add(request);
        var size = isSystem() && host.output() != null ? host.output() : new Host.Size(Math.max(1, wanted.width()), Math.max(1, wanted.height()));
        view = host.browsers().open(appId, Path.of(wanted.root()), wanted.entry(), size.width(), size.height(), isSystem(), new ViewEvents());
        view.setDark(host.theme() == Host.Theme.dark);
        reload = timer();
        clipboardKeys = new ClipboardKeys(host.compositor().clipboard());
        selectionButtons = new SelectionButtons(host.compositor().primarySelection());
        slots = isSystem() ? new Slots(host.compositor(), this, appId) : null;
        window = isSystem() ? null : host.compositor().open(this, appId, WindowRole.application, wanted.title(), wanted.badges(), 0, 0,
                size.width(), size.height());
    }

    private EventLoop.Timer timer() throws OsException {
        return host.loop().timer(this::loadAgain);
    }

    SessionId session() {
        return session;
    }

    boolean isSystem() {
        return session.equals(SessionId.SYSTEM);
    }

    /** Answers a further OPEN_PAGE of this session as soon as the page can be seen. */
    void opened(long request) {
        if (shown) host.answer(request, new Connection.Ok());
        else openRequests.add(request);
    }

    void describe(String title, List<weft.api.Badge> badges) {
        if (window != null) window.describe(title, badges);
    }

    void bringToFront() {
        if (window != null) window.focus();
    }

    /** The output has a new size: the system UI fills it. */
    void outputChanged(Host.Size size) {
        if (isSystem()) view.resize(size.width(), size.height());
    }

    void themeChanged() {
        view.setDark(host.theme() == Host.Theme.dark);
    }

    /** Gives the page an event; kept until the page listens. */
    void deliver(String type, Map<String, Object> body, Optional<SessionId> about) {
        String script = "weftDeliver(" + Json.line(type) + "," + Json.line(body) + "," + about.map(s -> Json.line(s.value())).orElse("null") + ")";
        if (listening) view.run(script);
        else {
            if (waitingEvents.size() == MAX_WAITING_EVENTS) waitingEvents.poll();
            waitingEvents.add(script);
        }
    }

    void connectionChanged() {
        if (listening) tellConnection();
    }

    private void tellConnection() {
        view.run("weftDeliver(" + (host.isConnected() ? "\"connected\"" : "\"disconnected\"") + ",{},null)");
    }

    void close() {
        if (closed) return;
        closed = true;
        reload.close();
        if (window != null) window.close();
        if (slots != null) slots.clear();
        view.close();
        refuse("The page was closed.");
        host.closed(this);
    }

    private void refuse(String sentence) {
        for (long request : openRequests) host.answer(request, new Connection.Error(ErrorCode.UNAVAILABLE, sentence, Optional.empty(), Optional.empty()));
        openRequests.clear();
    }

    private void nowShown() {
        if (shown) return;
        shown = true;
        for (long request : openRequests) host.answer(request, new Connection.Ok());
        openRequests.clear();
    }

    private void forEachWindow(java.util.function.Consumer<ShellWindow> action) {
        if (window != null) action.accept(window);
        if (slots != null) slots.forEach(action);
    }

    @Override
    public Frame frame() {
        return view.frame();
    }

    @Override
    public InputTarget input() {
        return view;
    }

    @Override
    public int cursor() {
        return cursor;
    }

    @Override
    public void keyPressed(int flags, int windowsCode) {
        clipboardKeys.pressed(flags, windowsCode);
        selectionButtons.key(flags, windowsCode);
    }

    @Override
    public void button(int button, boolean pressed) {
        selectionButtons.button(button, pressed);
    }

    @Override
    public void configured(int width, int height, int state) {
        if (!isSystem() && width > 0 && height > 0) view.resize(width, height);
    }

    @Override
    public void closed() {
        if (closed) return;
        host.report(this, new Pages.PageClosed(session));
        close();
    }

    @Override
    public void focused(boolean has) {
        host.focusChanged(this, has);
    }

    @Override
    public void badgesPressed() {
        host.badgesPressed(this);
    }

    @Override
    public void committed() {
        nowShown();
    }

    @Override
    public void visible(ShellWindow seen, boolean visible) {
        boolean wasHidden = !unseen.isEmpty();
        if (visible) unseen.remove(seen);
        else unseen.add(seen);
        // A page that nobody sees through any of its windows need not paint; the system UI always has one that is seen.
        if (!isSystem() && wasHidden == unseen.isEmpty()) view.setHidden(!unseen.isEmpty());
    }

    /** Chromium's thread tells; the loop's does. */
    private final class ViewEvents implements PageView.Events {
        private final Runnable painted = Page.this::painted;

        @Override
        public void painted() {
            host.loop().post(painted);
        }

        @Override
        public void loaded() {
            post(Page.this::loaded);
        }

        @Override
        public void loadFailed(String error) {
            System.err.println("page of " + appId + " does not load: " + error);
            post(() -> refuse("The page does not load: " + error + "."));
        }

        @Override
        public void crashed(String reason) {
            post(() -> Page.this.crashed(reason));
        }

        @Override
        public void cursor(int type) {
            post(() -> {
                cursor = type;
                host.compositor().cursor(Page.this, type);
            });
        }

        @Override
        public void asked(long id, String request, CefQueryCallback answer) {
            post(() -> Page.this.asked(id, request, answer));
        }

        @Override
        public void askedNoMore(long id) {
            post(() -> host.forget(Page.this, id));
        }

        private void post(Runnable work) {
            host.loop().post(() -> {
                if (!closed) work.run();
            });
        }
    }

    // Before it is loaded, a page is blank: nothing to show yet.
    private void painted() {
        if (closed) return;
        paintedBeforeLoad = !loaded;
        if (loaded) show();
    }

    private void show() {
        damage.clear();
        view.frame().takeDamage(damage);
        forEachWindow(w -> w.damaged(damage));
    }

    private void loaded() {
        loaded = true;
        if (paintedBeforeLoad) show();
        if (isSystem()) nowShown();
    }

    private void crashed(String reason) {
        long now = System.nanoTime();
        pause = now - lastCrash > HEALTHY_NANOS ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
        lastCrash = now;
        listening = false;
        host.report(this, new Pages.PageCrashed(session, reason));
        reload.startAfter(pause);
    }

    private void loadAgain() {
        view.reload();
    }

    private void asked(long id, String request, CefQueryCallback answer) {
        try {
            if (!(Json.read(request) instanceof Map<?, ?> tree) || !(tree.get("type") instanceof String type))
                throw new WeftException(ErrorCode.INVALID, "a request needs a type");
            @SuppressWarnings("unchecked")
            var body = tree.get("body") instanceof Map<?, ?> m ? (Map<String, Object>) m : Map.<String, Object>of();
            asked(id, type, body, answer);
        } catch (WeftException e) {
            PageAnswer.failure(answer, e.code(), e.getMessage());
        }
    }

    private void asked(long id, String type, Map<String, Object> body, CefQueryCallback answer) {
        switch (type) {
            case "HELLO" -> {
                PageAnswer.success(answer, Map.of());
                listen();
            }
            case "SLOTS" -> {
                if (!isSystem()) throw new WeftException(ErrorCode.DENIED, "only the system UI has slots");
                slots.set(body.get("slots"));
                PageAnswer.success(answer, Map.of());
            }
            case "THEME" -> {
                if (!isSystem()) throw new WeftException(ErrorCode.DENIED, "only the system UI chooses the theme");
                host.setTheme(theme(body.get("theme")));
                PageAnswer.success(answer, Map.of());
            }
            case "ACTIVATE_WINDOW", "CLOSE_WINDOW" -> foreignWindow(type, body.get("window"), answer);
            case "SHOW_WORKSPACE" -> showWorkspace(body.get("workspace"), answer);
            case "COPIED" -> clipboardKeys.copied(body.get("text"), answer);
            case "PASTE" -> clipboardKeys.paste(answer);
            case "SELECTED" -> selectionButtons.selected(body.get("text"), answer);
            case "INSERT" -> selectionButtons.insert(answer);
            case "PAGE_CLOSED", "PAGE_CRASHED" -> throw new WeftException(ErrorCode.DENIED, "the engine itself says this");
            default -> host.forward(this, id, type, body, answer);
        }
    }

    private void foreignWindow(String type, Object number, CefQueryCallback answer) {
        if (!isSystem()) throw new WeftException(ErrorCode.DENIED, "only the system UI lists the windows of other programs");
        var windows = host.compositor().foreignWindows();
        boolean known = number instanceof Number n && (type.equals("CLOSE_WINDOW") ? windows.close(n.intValue()) : windows.activate(n.intValue()));
        if (!known) throw new WeftException(ErrorCode.NOT_FOUND, "The window is gone.");
        PageAnswer.success(answer, Map.of());
    }

    private void showWorkspace(Object number, CefQueryCallback answer) {
        if (!isSystem()) throw new WeftException(ErrorCode.DENIED, "only the system UI chooses the workspace");
        if (!(number instanceof Number n && host.compositor().workspaces().show(n.intValue()))) throw new WeftException(ErrorCode.NOT_FOUND, "There is no such workspace.");
        PageAnswer.success(answer, Map.of());
    }

    private static Host.Theme theme(Object name) {
        for (var theme : Host.Theme.values()) if (theme.name().equals(name)) return theme;
        throw new WeftException(ErrorCode.INVALID, "the theme is light or dark");
    }

    private void listen() {
        listening = true;
        if (isSystem()) host.systemListens();
        tellConnection();
        for (String script; (script = waitingEvents.poll()) != null; ) view.run(script);
    }
}
