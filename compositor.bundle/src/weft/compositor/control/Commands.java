package weft.compositor.control;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.compositor.Host;
import weft.compositor.protocol.Scrolling;
import weft.compositor.render.PngWriter;
import weft.compositor.render.Theme;
import weft.compositor.scene.Rect;
import weft.compositor.shell.WindowView;

/** What a control connection can ask; answers by calling back with a type and a body. */
final class Commands {
    private static final Map<String, Object> EMPTY = Map.of();
    private static final Map<String, Integer> BUTTONS = Map.of("left", 0x110, "right", 0x111, "middle", 0x112);
    private static final int MOST_KEY = 0x2ff;
    private final Host host;
    private final OutputCommands outputs;

    Commands(Host host) {
        this.host = host;
        outputs = new OutputCommands(host);
    }

    /** @throws IllegalArgumentException saying what is wrong with the request */
    void run(Request r, BiConsumer<String, Map<String, Object>> reply) {
        var seat = host.globals().seat();
        switch (r.type()) {
            case "SCREENSHOT" -> {
                screenshot(r, reply);
                return;
            }
            case "SYNC" -> {
                Runnable answer = () -> reply.accept("OK", EMPTY);
                if (r.flag("frame", false)) host.afterNextFrames(answer);
                else host.whenDrawn(answer);
                return;
            }
            case "OUTPUTS", "SET_OUTPUT", "PLUG_OUTPUT", "UNPLUG_OUTPUT" -> {
                reply.accept("OUTPUTS", outputs.run(r));
                return;
            }
            case "WINDOWS" -> {
                reply.accept("WINDOWS", windows());
                return;
            }
            case "POINTER_MOVE" -> seat.pointerMoved(r.number("x"), r.number("y"));
            case "POINTER_BUTTON" -> seat.pointerButton(button(r.text("button")), r.flag("pressed"));
            case "POINTER_AXIS" -> seat.pointerScrolled(Scrolling.wheel(r.number("dx", 0), r.number("dy", 0), false));
            case "TOUCH_DOWN", "TOUCH_MOVE", "TOUCH_UP", "TOUCH_CANCEL" -> touch(r);
            case "SWIPE" -> {
                seat.swipeBegan((int) r.number("fingers"));
                seat.swipeMoved(r.number("dx", 0), r.number("dy", 0));
                seat.swipeEnded(false);
            }
            case "KEY" -> seat.key(key(r), r.flag("pressed"));
            case "TYPE" -> host.type(r.text("text"));
            case "CLOSE_WINDOW" -> host.workspace().desktop().requestClose(view(r).window());
            case "ACTIVATE_WINDOW" -> host.workspace().desktop().activate(view(r).window());
            case "SHOW_WORKSPACE" -> host.workspace().desktop().workspaces().show((int) r.number("workspace"));
            case "MOVE_TO_WORKSPACE" -> host.workspace().desktop().workspaces().move(view(r).window(), (int) r.number("workspace"));
            case "SET_APPEARANCE" -> host.setTheme(theme(r.text("theme")));
            default -> throw new IllegalArgumentException("no request " + r.type());
        }
        reply.accept("OK", EMPTY);
    }

    private void touch(Request r) {
        var seat = host.globals().seat();
        switch (r.type()) {
            case "TOUCH_DOWN" -> seat.touchDown((int) r.number("finger"), r.number("x"), r.number("y"));
            case "TOUCH_MOVE" -> seat.touchMoved((int) r.number("finger"), r.number("x"), r.number("y"));
            case "TOUCH_UP" -> seat.touchUp((int) r.number("finger"));
            default -> seat.touchCancelled();
        }
        if (!r.type().equals("TOUCH_CANCEL")) seat.touchFrame();
    }

    /** The body of WINDOWS: bottom to top; places are those of the content, {@code frame} includes the bar. */
    Map<String, Object> windows() {
        var list = new ArrayList<Object>();
        var shown = host.workspace().desktop().stacking();
        for (var w : shown) list.add(describe(host.workspace().view(w)));
        for (var v : host.workspace().views()) if (!shown.contains(v.window())) list.add(describe(v));
        return Map.of("windows", list, "workspace", host.workspace().desktop().workspaces().current());
    }

    private Map<String, Object> describe(WindowView v) {
        var w = v.window();
        var m = new LinkedHashMap<String, Object>();
        m.put("id", w.id());
        m.put("app_id", w.appId());
        m.put("title", w.title());
        m.put("role", w.role().name().toLowerCase(java.util.Locale.ROOT));
        m.putAll(place(w.content()));
        m.put("frame", place(w.frame()));
        m.put("state", w.placement().name().toLowerCase(java.util.Locale.ROOT));
        m.put("minimized", w.isMinimized());
        m.put("workspace", w.workspace());
        m.put("focused", host.workspace().desktop().focused() == w);
        m.put("mapped", w.isMapped());
        m.put("popups", popups(v));
        m.put("pid", v.client().pid());
        return m;
    }

    private static List<Object> popups(WindowView v) {
        var list = new ArrayList<Object>();
        for (var p : v.popups()) list.add(place(p.element().extents()));
        return list;
    }

    private static Map<String, Object> place(Rect r) {
        var m = new LinkedHashMap<String, Object>();
        m.put("x", r.x());
        m.put("y", r.y());
        m.put("width", r.width());
        m.put("height", r.height());
        return m;
    }

    /** Compresses in a thread of its own: the loop goes on meanwhile. */
    private void screenshot(Request r, BiConsumer<String, Map<String, Object>> reply) {
        var picture = host.picture(r.has("output") ? r.text("output") : null);
        int width = picture.width(), height = picture.height();
        int[] pixels = picture.pixels().clone();
        Thread.ofPlatform().daemon().name("screenshot").start(() -> {
            String text = Base64.getEncoder().encodeToString(PngWriter.encode(pixels, width, height));
            host.loop().post(() -> reply.accept("PNG", Map.of("width", width, "height", height, "base64", text)));
        });
    }

    private WindowView view(Request r) {
        int id = (int) r.number("id");
        for (var v : host.workspace().views()) if (v.window().id() == id) return v;
        throw new WeftException(ErrorCode.NOT_FOUND, "no window " + id);
    }

    private static int button(String name) {
        var code = BUTTONS.get(name);
        if (code == null) throw new IllegalArgumentException("no button " + name);
        return code;
    }

    private static int key(Request r) {
        int code = (int) r.number("code");
        if (code < 1 || code > MOST_KEY) throw new IllegalArgumentException("no key " + code);
        return code;
    }

    private static Theme theme(String name) {
        return switch (name) {
            case "light" -> Theme.LIGHT;
            case "dark" -> Theme.DARK;
            default -> throw new IllegalArgumentException("no theme " + name);
        };
    }
}
