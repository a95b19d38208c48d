package weft.shell.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cef.callback.CefQueryCallback;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.message.Connection;
import weft.api.message.Lifecycle;
import weft.api.message.Message;
import weft.api.message.Pages;
import weft.codec.Envelope;
import weft.codec.MessageTypes;
import weft.os.EventLoop;
import weft.os.OsException;
import weft.shell.engine.link.GatewayLink;
import weft.shell.engine.page.Browsers;
import weft.shell.engine.window.CompositorLink;

/** The open pages, and the traffic between them and the gateway. Everything happens in the thread of one loop. */
final class Engine implements Host {
    private static final int MAX_ASKED = 256;
    private static final Set<Class<?>> OF_PAGES = Set.of(Pages.ClosePage.class, Pages.FocusPage.class, Pages.SetTitle.class, Pages.ReadSelection.class, Pages.SetSelection.class);
    private final EventLoop loop;
    private final Browsers browsers;
    private final CompositorLink compositor;
    private final GatewayLink gateway;
    private final Runnable onShutdown;
    private final Map<SessionId, Page> pages = new LinkedHashMap<>();
    private final Map<Long, Asked> asked = new HashMap<>();
    private long lastRequest;
    private boolean connected;
    private Size output;
    private Theme theme = Theme.light;
    private Optional<SessionId> focused = Optional.empty(), lastFocused = Optional.empty();
    private boolean systemFocused;

    /** A page's request that the gateway has not answered yet. */
    private record Asked(Page page, long query, CefQueryCallback answer) {}

    /** @param onShutdown what to do when the gateway asks the engine to end */
    Engine(EventLoop loop, Browsers browsers, Path wayland, GatewayTraffic traffic, GatewayLink gateway, Runnable onShutdown) throws OsException {
        this.loop = loop;
        this.browsers = browsers;
        this.gateway = gateway;
        this.onShutdown = onShutdown;
        compositor = new CompositorLink(loop, wayland, this::outputChanged, this::tellWindows);
        traffic.goesTo(this);
        compositor.connect();
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Browsers browsers() {
        return browsers;
    }

    @Override
    public CompositorLink compositor() {
        return compositor;
    }

    @Override
    public Size output() {
        return output;
    }

    private void outputChanged(int width, int height) {
        var size = new Size(width, height);
        if (size.equals(output)) return;
        output = size;
        pages.values().forEach(p -> p.outputChanged(size));
    }

    @Override
    public Theme theme() {
        return theme;
    }

    @Override
    public void setTheme(Theme chosen) {
        theme = chosen;
        compositor.setTheme(chosen == Theme.dark);
        pages.values().forEach(Page::themeChanged);
    }

    @Override
    public void focusChanged(Page page, boolean has) {
        if (page.isSystem()) {
            systemFocused = has;
            return;
        }
        if (has) focused = lastFocused = Optional.of(page.session());
        else if (focused.equals(Optional.of(page.session()))) focused = Optional.empty();
        tellFocus(page.session(), has);
    }

    @Override
    public void systemListens() {
        focused.ifPresent(session -> tellFocus(session, true));
        tellWindows();
    }

    private void tellWindows() {
        var system = pages.get(SessionId.SYSTEM);
        if (system == null) return;
        var windows = compositor.foreignWindows().list().stream()
                .map(w -> Map.<String, Object>of("window", w.number(), "title", w.title(), "app_id", w.appId(), "focused", w.focused())).toList();
        system.deliver("FOREIGN_WINDOWS", Map.of("windows", windows), Optional.empty());
        system.deliver("WORKSPACES", Map.of("shown", compositor.workspaces().shown(), "windows", compositor.workspaces().windows()), Optional.empty());
    }

    @Override
    public void badgesPressed(Page page) {
        var system = pages.get(SessionId.SYSTEM);
        if (system != null) system.deliver("BADGES_PRESSED", Map.of("session", page.session().value()), Optional.empty());
    }

    private void tellFocus(SessionId session, boolean has) {
        var system = pages.get(SessionId.SYSTEM);
        if (system != null) system.deliver("PAGE_FOCUS", Map.of("session", session.value(), "focused", has), Optional.empty());
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    void connected() {
        connected = true;
        pages.values().forEach(Page::connectionChanged);
    }

    void disconnected() {
        connected = false;
        var lost = List.copyOf(asked.values());
        asked.clear();
        for (Asked a : lost) unavailable(a.answer);
        pages.values().forEach(Page::connectionChanged);
    }

    private static void unavailable(CefQueryCallback answer) {
        PageAnswer.failure(answer, ErrorCode.UNAVAILABLE, "The platform is not there at the moment.");
    }

    @Override
    public void report(Page page, Message event) {
        // No session in the envelope: that would be a page's own word.
        gateway.send(Envelope.event(event));
    }

    @Override
    public void answer(long request, Message answer) {
        if (request != 0) gateway.send(Envelope.reply(request, answer));
    }

    @Override
    public void forward(Page page, long query, String type, Map<String, Object> body, CefQueryCallback answer) {
        if (asked.values().stream().filter(a -> a.page == page).count() >= MAX_ASKED)
            throw new WeftException(ErrorCode.UNAVAILABLE, "too many requests at once");
        long id = ++lastRequest;
        asked.put(id, new Asked(page, query, answer));
        // The session is the browser's; a page has no way to say another.
        var envelope = new Envelope(Envelope.VERSION, id, 0, type, Optional.of(page.session()), Optional.empty(), body);
        if (gateway.send(envelope)) return;
        asked.remove(id);
        unavailable(answer);
    }

    @Override
    public void forget(Page page, long query) {
        asked.values().removeIf(a -> a.page == page && a.query == query);
    }

    @Override
    public void closed(Page page) {
        pages.remove(page.session(), page);
        if (focused.equals(Optional.of(page.session()))) focusChanged(page, false);
        if (lastFocused.equals(Optional.of(page.session()))) lastFocused = Optional.empty();
        asked.values().removeIf(a -> a.page == page);
    }

    void unsent(Envelope envelope, WeftException why) {
        var a = asked.remove(envelope.id());
        if (a != null) PageAnswer.failure(a.answer, why.code(), why.getMessage());
    }

    void received(Envelope envelope) {
        if (envelope.re() != 0) {
            answered(envelope);
            return;
        }
        try {
            handle(envelope);
        } catch (WeftException | IOException e) {
            if (envelope.id() != 0) gateway.send(Envelope.failure(envelope.id(), e instanceof IOException
                    ? new WeftException(ErrorCode.NOT_FOUND, "The page cannot be opened: " + e.getMessage()) : e));
        }
    }

    private void answered(Envelope envelope) {
        var a = asked.remove(envelope.re());
        if (a == null) return;
        if (envelope.type().equals(MessageTypes.name(Connection.Error.class))) PageAnswer.failure(a.answer, envelope.body());
        else PageAnswer.success(a.answer, envelope.body());
    }

    private void handle(Envelope envelope) throws IOException {
        Class<? extends Message> type = typeOf(envelope);
        if (type == Pages.OpenPage.class) open((Pages.OpenPage) envelope.message(), envelope.id());
        else if (type == Pages.QueryPages.class) answer(envelope.id(), new Pages.PagesOpen(List.copyOf(pages.keySet())));
        else if (type == Lifecycle.Shutdown.class && envelope.session().isEmpty()) {
            answer(envelope.id(), new Connection.Ok());
            onShutdown.run();
        } else {
            switch (type == null ? null : pageMessage(type, envelope)) {
                case Pages.ClosePage m -> page(m.session()).close();
                case Pages.FocusPage m -> page(m.session()).bringToFront();
                case Pages.ReadSelection m -> {
                    mustBeWorkedIn(m.session(), m.capability());
                    compositor.clipboard().read(text -> answer(envelope.id(), text.<Message>map(Pages.Selection::new).orElseGet(Engine::unread)));
                    return;
                }
                case Pages.SetSelection m -> {
                    mustBeWorkedIn(m.session(), m.capability());
                    if (!compositor.clipboard().write(m.text())) throw new WeftException(ErrorCode.UNAVAILABLE, "The clipboard is not there at the moment: the compositor is not running.");
                    // Whoever reads it next must find this.
                    compositor.whenDone(() -> answer(envelope.id(), new Connection.Ok()));
                    return;
                }
                case Pages.SetTitle m -> page(m.session()).describe(m.title(), m.badges());
                case null, default -> deliver(envelope);
            }
            answer(envelope.id(), new Connection.Ok());
        }
    }

    /** The record class of the envelope's type, or null: a page may well understand what this engine does not. */
    private static Class<? extends Message> typeOf(Envelope envelope) {
        try {
            return MessageTypes.record(envelope.type());
        } catch (WeftException e) {
            return null;
        }
    }

    private static Connection.Error unread() {
        return new Connection.Error(ErrorCode.UNAVAILABLE, "What is on the clipboard cannot be read.", Optional.empty(), Optional.empty());
    }

    // It has the keyboard; or it had it last, and the system's own page has it for a moment, as for a question.
    private void mustBeWorkedIn(SessionId session, String capability) {
        var worked = focused.isPresent() ? focused : systemFocused ? lastFocused : Optional.<SessionId>empty();
        if (!worked.equals(Optional.of(session))) throw WeftException.denied(capability, "The clipboard is for the app that the user works in.");
    }

    private static Message pageMessage(Class<? extends Message> type, Envelope envelope) {
        return OF_PAGES.contains(type) ? envelope.message() : null;
    }

    private void deliver(Envelope envelope) {
        var session = envelope.session().orElseThrow(() -> new WeftException(ErrorCode.INVALID, envelope.type() + " says no session"));
        page(session).deliver(envelope.type(), envelope.body(), envelope.session());
    }

    private Page page(SessionId session) {
        var page = pages.get(session);
        if (page == null) throw new WeftException(ErrorCode.NOT_FOUND, "session " + session + " has no page");
        return page;
    }

    private void open(Pages.OpenPage wanted, long request) throws IOException {
        var there = pages.get(wanted.session());
        if (there != null) there.opened(request);
        else pages.put(wanted.session(), new Page(this, wanted, request));
    }

    /** Closes every page. */
    void closeAll() {
        for (Iterator<Page> i = List.copyOf(pages.values()).iterator(); i.hasNext(); ) i.next().close();
    }
}
