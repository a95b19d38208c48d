package weft.compositor.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.compositor.Host;
import weft.compositor.backend.HeadlessBackend;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputSettings;
import weft.compositor.output.OutputWords;
import weft.compositor.protocol.OutputInfo;
import weft.compositor.render.Scale;
import weft.os.OsException;

/** What a control connection can ask of outputs; each answer is how they are then. */
final class OutputCommands {
    private static final int MOST_PLACE = 1 << 20, MOST_TEXT = 128;
    private final Host host;

    OutputCommands(Host host) {
        this.host = host;
    }

    /** @throws IllegalArgumentException saying what is wrong with the request */
    Map<String, Object> run(Request r) {
        switch (r.type()) {
            case "SET_OUTPUT" -> set(r);
            case "PLUG_OUTPUT" -> plug(r);
            case "UNPLUG_OUTPUT" -> {
                if (!headless().remove(r.text("name"))) throw new WeftException(ErrorCode.NOT_FOUND, "no output " + r.text("name"));
            }
            default -> { }
        }
        var all = new ArrayList<Object>();
        for (var info : host.outputs().all()) all.add(describe(info));
        return Map.of("outputs", all, "renderer", host.device().description());
    }

    private HeadlessBackend headless() {
        if (host.backend() instanceof HeadlessBackend h) return h;
        throw new IllegalArgumentException("outputs are plugged in by hand here");
    }

    private void set(Request r) {
        String name = r.text("name");
        var info = host.outputs().all().stream().filter(o -> o.identity().name().equals(name)).findFirst()
                .orElseThrow(() -> new WeftException(ErrorCode.NOT_FOUND, "no output " + name));
        var now = info.settings();
        var wanted = read(r, now).withEnabled(r.flag("enabled", now.enabled()));
        if (!wanted.equals(now)) {
            boolean last = !wanted.enabled() && host.outputs().all().stream().filter(o -> o.settings().enabled()).allMatch(o -> o == info || o.identity().name().equals(name));
            if (last) throw new IllegalArgumentException("one output has to be enabled");
            if (!host.outputs().apply(Map.of(name, wanted))) throw new IllegalArgumentException(name + " has no mode " + wanted.mode().width() + "x" + wanted.mode().height());
        }
        if (r.has("power")) host.outputs().power(name, r.flag("power"));
    }

    private static OutputSettings read(Request r, OutputSettings now) {
        var mode = now.mode();
        if (r.has("width") || r.has("height") || r.has("refresh")) {
            mode = new OutputMode((int) r.number("width", mode.width()), (int) r.number("height", mode.height()), (int) Math.round(r.number("refresh", 0) * 1000));
        }
        int x = (int) r.number("x", now.x()), y = (int) r.number("y", now.y());
        if (Math.abs(x) > MOST_PLACE || Math.abs(y) > MOST_PLACE) throw new IllegalArgumentException("no output is at " + x + ", " + y);
        int scale = r.has("scale") ? OutputWords.scale(r.number("scale")) : now.scale();
        return new OutputSettings(true, mode, x, y, scale, r.has("transform") ? OutputWords.transform(r.text("transform")) : now.transform());
    }

    private void plug(Request r) {
        var mode = new OutputMode((int) r.number("width"), (int) r.number("height"), (int) Math.round(r.number("refresh", 0) * 1000));
        var identity = new OutputIdentity(text(r, "name"), text(r, "make"), text(r, "model"), text(r, "serial"));
        if (identity.name().isEmpty()) throw new IllegalArgumentException("an output needs a name");
        boolean wished = r.has("x") || r.has("y") || r.has("scale") || r.has("transform");
        try {
            headless().add(identity, mode, wished ? read(r, OutputSettings.plain(mode, 0, 0)).withMode(mode) : null);
        } catch (OsException e) {
            throw new WeftException(ErrorCode.INTERNAL, e.getMessage());
        }
    }

    private static String text(Request r, String key) {
        String text = r.has(key) ? r.text(key) : "";
        if (text.length() > MOST_TEXT || text.chars().anyMatch(c -> c < ' ' || c == '=')) throw new IllegalArgumentException(key + " is too long or has signs that a name has not");
        return text;
    }

    private Map<String, Object> describe(OutputInfo info) {
        var s = info.settings();
        var m = new LinkedHashMap<String, Object>();
        m.put("name", info.identity().name());
        m.put("make", info.identity().make());
        m.put("model", info.identity().model());
        m.put("serial", info.identity().serial());
        m.put("enabled", s.enabled());
        m.put("power", host.outputs().isPowered(info.identity().name()));
        m.put("x", s.x());
        m.put("y", s.y());
        m.put("width", s.area().width());
        m.put("height", s.area().height());
        m.put("scale", s.scale() / (double) Scale.ONE);
        m.put("transform", OutputWords.text(s.transform()));
        m.put("mode", describe(s.mode()));
        var count = host.frames(info.identity().name());
        m.put("frames", count.frames());
        m.put("scanned_out", count.scannedOut());
        m.put("modes", info.modes().stream().<Object>map(OutputCommands::describe).toList());
        return m;
    }

    private static Map<String, Object> describe(OutputMode mode) {
        var m = new LinkedHashMap<String, Object>();
        m.put("width", mode.width());
        m.put("height", mode.height());
        m.put("refresh", mode.refresh() / 1000.0);
        return m;
    }
}
