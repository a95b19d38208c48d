package weft.compositor;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weft.compositor.backend.Backend;
import weft.compositor.backend.BackendOutput;
import weft.compositor.output.OutputLayout;
import weft.compositor.output.OutputSettings;
import weft.compositor.protocol.Globals;
import weft.compositor.protocol.OutputControl;
import weft.compositor.protocol.OutputInfo;
import weft.compositor.protocol.PointerPlanes;
import weft.compositor.render.Stage;
import weft.compositor.scene.Rect;
import weft.compositor.shell.Workspace;
import weft.compositor.window.OutputArea;
import weft.os.EventLoop;
import weft.os.OsException;

/** The outputs of a compositor: joins what the backend has, how it is to be shown, what clients see of it and what windows are placed on. */
final class OutputArrangement implements OutputControl, PointerPlanes, AutoCloseable {
    private static final int MOST_KNOWN = 64;
    private final EventLoop loop;
    private final Backend backend;
    private final Stage stage;
    private final Workspace workspace;
    private final Globals globals;
    private final Drawing drawing;
    private final OutputLayout layout = new OutputLayout();
    private final List<OutputPipeline> pipelines = new ArrayList<>();
    private final Map<BackendOutput, String> keys = new HashMap<>();
    private final Set<String> toldApart = new HashSet<>();
    private final Map<String, String> lastAt = new HashMap<>();
    private Runnable onChosen = () -> {};
    private boolean hidden;

    OutputArrangement(EventLoop loop, Backend backend, Workspace workspace, Globals globals, Drawing drawing, Map<String, OutputSettings> remembered) {
        this.loop = loop;
        this.backend = backend;
        this.workspace = workspace;
        this.globals = globals;
        this.drawing = drawing;
        stage = workspace.stage();
        remembered.forEach(layout::remember);
        for (var display : backend.outputs()) add(display);
        arrange();
        globals.pointerPlanes(this);
    }

    OutputLayout layout() {
        return layout;
    }

    /** Calls back when a person has chosen how outputs are shown. */
    void onChosen(Runnable listener) {
        onChosen = listener;
    }

    /** All that are plugged in, in the order of their coming. Live. */
    List<OutputPipeline> pipelines() {
        return pipelines;
    }

    /** The one that the system's panels are on, or null. */
    OutputPipeline primary() {
        var area = workspace.desktop().output();
        for (var p : pipelines) if (p.settings().enabled() && p.settings().area().equals(area)) return p;
        return null;
    }

    OutputPipeline of(BackendOutput display) {
        for (var p : pipelines) if (p.display() == display) return p;
        return null;
    }

    OutputPipeline named(String name) {
        for (var p : pipelines) if (p.display().identity().name().equals(name)) return p;
        return null;
    }

    void connect(BackendOutput display) {
        add(display);
        arrange();
    }

    private void add(BackendOutput display) {
        keys.put(display, newKey(display));
        var byName = layout.chosen().get(display.identity().name());
        if (byName != null && !layout.chosen().containsKey(key(display))) layout.remember(key(display), byName);
        if (display.wish() != null) layout.remember(key(display), display.wish());
        var settings = layout.connect(key(display), display.mode(), display.scale(), display::canShow);
        if (!settings.mode().equals(display.mode())) display.setMode(settings.mode());
        settings = settings.withMode(display.mode());
        layout.change(key(display), settings, false);
        try {
            var pipeline = new OutputPipeline(loop, stage, display, globals.frames(), drawing, settings);
            pipelines.add(pipeline);
            pipeline.hide(hidden);
            if (settings.enabled()) enable(pipeline);
            else display.power(false);
        } catch (OsException e) {
            throw new UncheckedIOException("no timer for an output", e);
        }
    }

    void disconnect(BackendOutput display) {
        var pipeline = of(display);
        if (pipeline == null) return;
        layout.disconnect(key(display));
        pipelines.remove(pipeline);
        if (pipeline.output() != null) disable(pipeline);
        keys.remove(display);
        arrange();
        pipeline.close();
    }

    void modeChanged(BackendOutput display) {
        var pipeline = of(display);
        if (pipeline == null) return;
        var before = pipeline.settings();
        var now = before.withMode(display.mode());
        // What a person chose lasts until another scale suits.
        if (display.scale() != pipeline.suited()) now = now.withScale(display.scale());
        pipeline.suited(display.scale());
        show(pipeline, now, false);
        var moved = layout.pushed(key(display), before.area());
        for (var p : pipelines) if (moved.containsKey(key(p.display()))) show(p, moved.get(key(p.display())), false);
        arrange();
    }

    void hide(boolean nobodyLooks) {
        hidden = nobodyLooks;
        for (var p : pipelines) p.hide(nobodyLooks);
        globals.pointerPlanesChanged();
    }

    @Override
    public List<OutputInfo> all() {
        var all = new ArrayList<OutputInfo>();
        for (var p : pipelines) all.add(info(p));
        return all;
    }

    @Override
    public boolean canShow(String name, OutputSettings settings) {
        var pipeline = named(name);
        return pipeline != null && (settings.mode().equals(pipeline.display().mode()) || pipeline.display().canShow(settings.mode()));
    }

    @Override
    public boolean apply(Map<String, OutputSettings> wanted) {
        for (var w : wanted.entrySet()) if (!canShow(w.getKey(), w.getValue())) return false;
        if (wanted.entrySet().stream().allMatch(w -> isSo(named(w.getKey()).settings(), w.getValue()))) return true;
        var before = new LinkedHashMap<OutputPipeline, OutputSettings>();
        for (var w : wanted.entrySet()) {
            var pipeline = named(w.getKey());
            before.put(pipeline, pipeline.settings());
            if (show(pipeline, w.getValue(), true)) continue;
            before.forEach((p, s) -> show(p, s, true));
            arrange();
            return false;
        }
        arrange();
        onChosen.run();
        return true;
    }

    /** Whether settings are the present ones; a wanted rate of 0 is any. */
    private static boolean isSo(OutputSettings now, OutputSettings wanted) {
        return now.mode().fits(wanted.mode()) && now.equals(wanted.withMode(now.mode()));
    }

    @Override
    public boolean isPowered(String name) {
        var pipeline = named(name);
        return pipeline != null && pipeline.isPowered();
    }

    @Override
    public boolean power(String name, boolean on) {
        var pipeline = named(name);
        if (pipeline == null) return false;
        pipeline.power(on);
        globals.pointerPlanesChanged();
        return true;
    }

    /** A person has written down how outputs are to be shown: those that are here are shown so, if they can be. */
    void choose(Map<String, OutputSettings> written) {
        written.forEach(layout::remember);
        var wanted = new LinkedHashMap<String, OutputSettings>();
        for (var p : pipelines) {
            var settings = written.getOrDefault(key(p.display()), written.get(p.display().identity().name()));
            if (settings == null) continue;
            boolean can = !settings.mode().equals(p.display().mode()) && p.display().canShow(settings.mode());
            wanted.put(p.display().identity().name(), can ? settings : settings.withMode(p.display().mode()));
        }
        boolean any = pipelines.stream().anyMatch(p -> wanted.getOrDefault(p.display().identity().name(), p.settings()).enabled());
        if (any && !apply(wanted)) System.getLogger("weft.compositor").log(System.Logger.Level.WARNING, "the outputs cannot be shown as is written: they stay as they are");
    }

    /** Shows an output in another way; returns false, and leaves it as it is, if it cannot be in that mode. */
    private boolean show(OutputPipeline pipeline, OutputSettings wanted, boolean byPerson) {
        var display = pipeline.display();
        if (!wanted.mode().equals(display.mode()) && !display.setMode(wanted.mode())) return false;
        var settings = wanted.withMode(display.mode());
        boolean was = pipeline.settings().enabled();
        layout.change(key(display), settings, byPerson);
        if (was != settings.enabled()) display.power(settings.enabled() && pipeline.isPowered());
        if (was && !settings.enabled()) disable(pipeline);
        pipeline.change(settings);
        if (!was && settings.enabled()) enable(pipeline);
        else if (settings.enabled()) pipeline.output().change(info(pipeline));
        return true;
    }

    private void enable(OutputPipeline pipeline) {
        stage.add(pipeline.view());
        pipeline.output(globals.outputs().add(info(pipeline), pipeline.view(), pipeline.redraw()::frameWanted));
    }

    private void disable(OutputPipeline pipeline) {
        stage.remove(pipeline.view());
        globals.outputs().remove(pipeline.output());
        pipeline.output(null);
    }

    /** Tells windows, devices and clients what the desktop is now. */
    private void arrange() {
        var areas = new ArrayList<OutputArea>();
        for (var p : pipelines) if (p.settings().enabled()) areas.add(new OutputArea(key(p.display()), p.settings().area()));
        // The order must not depend on which was plugged in first.
        if (areas.size() > 1) areas.sort(Comparator.<OutputArea>comparingInt(a -> a.area().x()).thenComparingInt(a -> a.area().y()).thenComparing(OutputArea::key));
        workspace.arrange(areas);
        backend.arranged(areas.isEmpty() ? workspace.desktop().output() : stage.bounds(), workspace.desktop().output());
        globals.outputsChanged();
        globals.pointerPlanesChanged();
    }

    @Override
    public boolean show(Rect place, Look look) {
        boolean shown = true, any = false;
        for (int i = 0; i < pipelines.size() && shown; i++) {
            var p = pipelines.get(i);
            if (!p.settings().enabled() || p.settings().area().intersection(place).isEmpty()) {
                p.hidePointer();
                continue;
            }
            any = true;
            shown = p.showPointer(place, look);
        }
        if (!shown || !any) hide();
        return shown && any;
    }

    @Override
    public void hide() {
        for (int i = 0; i < pipelines.size(); i++) pipelines.get(i).hidePointer();
    }

    private OutputInfo info(OutputPipeline p) {
        var display = p.display();
        return new OutputInfo(display.identity(), display.modes(), display.millimetresWide(), display.millimetresHigh(), p.settings());
    }

    private String key(BackendOutput display) {
        return keys.get(display);
    }

    /**
     * Of displays that say the same of themselves the first is known by that, each further one by its connector too, and for as long as the session lasts:
     * whether its like is plugged in changes nothing. One that says nothing, as some do after they were off, is taken for the last one at its connector.
     */
    private String newKey(BackendOutput display) {
        var identity = display.identity();
        String alike = identity.key(), told = identity.name() + " " + alike, last = lastAt.get(identity.name());
        if (identity.make().isEmpty() && identity.model().isEmpty() && last != null && !keys.containsValue(last)) return last;
        String key = toldApart.contains(told) || keys.containsValue(alike) ? told : alike;
        if (key.equals(told) && toldApart.size() < MOST_KNOWN) toldApart.add(told);
        if (lastAt.size() < MOST_KNOWN || lastAt.containsKey(identity.name())) lastAt.put(identity.name(), key);
        return key;
    }

    @Override
    public void close() {
        for (var p : pipelines) p.close();
    }
}
