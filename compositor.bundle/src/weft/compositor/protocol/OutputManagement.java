package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputSettings;
import weft.compositor.render.Scale;
import weft.compositor.scene.Transform;
import weft.wayland.protocol.server.ZwlrOutputConfigurationHeadV1;
import weft.wayland.protocol.server.ZwlrOutputConfigurationV1;
import weft.wayland.protocol.server.ZwlrOutputHeadV1;
import weft.wayland.protocol.server.ZwlrOutputManagerV1;
import weft.wayland.protocol.server.ZwlrOutputModeV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/**
 * {@code zwlr_output_manager_v1}, for privileged clients: all outputs, also those that are switched off, with mode, place, scale and transform, which
 * they change together. What cannot be fails and changes nothing; a desktop without any output cannot be.
 */
final class OutputManagement implements ZwlrOutputManagerV1.Requests {
    private static final int MOST_PLACE = 1 << 20;
    private final Display display;
    private final Globals globals;
    private final List<Told> told = new ArrayList<>();
    private final List<ZwlrOutputManagerV1> managers = new ArrayList<>();
    private int serial;
    private boolean changed;

    /** One client's view of an output. */
    private record Told(ZwlrOutputManagerV1 manager, ZwlrOutputHeadV1 head, OutputInfo info, Map<ZwlrOutputModeV1, OutputMode> modes) {}

    OutputManagement(Display display, Globals globals) {
        this.display = display;
        this.globals = globals;
        serial = display.nextSerial();
        display.addGlobal(ZwlrOutputManagerV1.TYPE, 2, Client::isPrivileged, this::bind);
    }

    private void bind(ZwlrOutputManagerV1 manager) {
        manager.setRequests(this);
        managers.add(manager);
        tell(manager);
        manager.onDestroy(() -> {
            managers.remove(manager);
            told.removeIf(t -> t.manager == manager);
        });
    }

    private void tell(ZwlrOutputManagerV1 manager) {
        for (var info : globals.outputControl().all()) tell(manager, info);
        manager.sendDone(serial);
    }

    private void tell(ZwlrOutputManagerV1 manager, OutputInfo info) {
        var head = manager.sendHead();
        if (head == null) return;
        var modes = new HashMap<ZwlrOutputModeV1, OutputMode>();
        told.add(new Told(manager, head, info, modes));
        head.sendName(info.name());
        head.sendDescription(info.identity().description());
        head.sendPhysicalSize(info.wide(), info.high());
        head.sendMake(info.make());
        head.sendModel(info.model());
        if (!info.identity().serial().isEmpty()) head.sendSerialNumber(info.identity().serial());
        var s = info.settings();
        ZwlrOutputModeV1 current = null;
        for (int i = 0; i < info.modes().size(); i++) {
            var m = info.modes().get(i);
            var mode = head.sendMode();
            if (mode == null) return;
            modes.put(mode, m);
            mode.sendSize(m.width(), m.height());
            mode.sendRefresh(m.refresh());
            if (i == 0) mode.sendPreferred();
            if (m.equals(s.mode())) current = mode;
        }
        head.sendEnabled(s.enabled() ? 1 : 0);
        if (!s.enabled()) return;
        if (current != null) head.sendCurrentMode(current);
        head.sendPosition(s.x(), s.y());
        head.sendTransform(s.transform().ordinal());
        head.sendScale(s.scale() / (double) Scale.ONE);
    }

    /** Outputs are others, or otherwise, than was told. */
    void changed() {
        changed = true;
    }

    /** To be called before the loop waits: configurations that were made for what was are void, and clients are told anew. */
    void settle() {
        if (!changed) return;
        changed = false;
        serial = display.nextSerial();
        for (var t : List.copyOf(told)) {
            for (var mode : t.modes.keySet()) if (!mode.isDestroyed()) mode.sendFinished();
            if (!t.head.isDestroyed()) t.head.sendFinished();
        }
        told.clear();
        for (var m : managers) tell(m);
    }

    @Override
    public void stop(ZwlrOutputManagerV1 self) {
        managers.remove(self);
        told.removeIf(t -> t.manager == self);
        self.sendFinished();
        self.setRequests(null);
    }

    @Override
    public void createConfiguration(ZwlrOutputManagerV1 self, ZwlrOutputConfigurationV1 id, int madeFor) {
        id.setRequests(new Configuration(madeFor));
    }

    private Told told(ZwlrOutputHeadV1 head) {
        for (var t : told) if (t.head == head) return t;
        return null;
    }

    private final class Configuration implements ZwlrOutputConfigurationV1.Requests {
        private final int madeFor;
        private final Map<String, Wanted> wanted = new LinkedHashMap<>();
        private boolean used;

        Configuration(int madeFor) {
            this.madeFor = madeFor;
        }

        @Override
        public void enableHead(ZwlrOutputConfigurationV1 self, ZwlrOutputConfigurationHeadV1 id, ZwlrOutputHeadV1 head) {
            id.setRequests(add(self, head, true));
        }

        @Override
        public void disableHead(ZwlrOutputConfigurationV1 self, ZwlrOutputHeadV1 head) {
            add(self, head, false);
        }

        private Wanted add(ZwlrOutputConfigurationV1 self, ZwlrOutputHeadV1 head, boolean on) {
            var t = told(head);
            // A head that is gone meanwhile: the configuration will be cancelled.
            var w = new Wanted(t, on);
            if (t != null && wanted.putIfAbsent(t.info.name(), w) != null) throw self.error(ZwlrOutputConfigurationV1.ERROR_ALREADY_CONFIGURED_HEAD, t.info.name() + " is in the configuration already");
            return w;
        }

        @Override
        public void apply(ZwlrOutputConfigurationV1 self) {
            var all = use(self);
            if (all == null) return;
            if (globals.outputControl().apply(all)) self.sendSucceeded();
            else self.sendFailed();
        }

        @Override
        public void test(ZwlrOutputConfigurationV1 self) {
            if (use(self) != null) self.sendSucceeded();
        }

        /** What is wanted, by the outputs' names; null, and the client told, if that cannot be. */
        private Map<String, OutputSettings> use(ZwlrOutputConfigurationV1 self) {
            if (used) throw self.error(ZwlrOutputConfigurationV1.ERROR_ALREADY_USED, "the configuration was used before");
            used = true;
            if (madeFor != serial || changed) {
                self.sendCancelled();
                return null;
            }
            for (var info : globals.outputControl().all()) {
                if (!wanted.containsKey(info.name())) throw self.error(ZwlrOutputConfigurationV1.ERROR_UNCONFIGURED_HEAD, info.name() + " is not in the configuration");
            }
            var all = new LinkedHashMap<String, OutputSettings>();
            wanted.forEach((name, w) -> all.put(name, w.settings));
            boolean possible = all.values().stream().anyMatch(OutputSettings::enabled) && all.entrySet().stream().allMatch(e -> isPossible(e.getKey(), e.getValue()));
            if (possible) return all;
            self.sendFailed();
            return null;
        }

        private boolean isPossible(String name, OutputSettings s) {
            return s.scale() >= Scale.LEAST && s.scale() <= Scale.MOST && Math.abs(s.x()) <= MOST_PLACE && Math.abs(s.y()) <= MOST_PLACE && globals.outputControl().canShow(name, s);
        }
    }

    private static final class Wanted implements ZwlrOutputConfigurationHeadV1.Requests {
        private final Told told;
        private OutputSettings settings;

        Wanted(Told told, boolean on) {
            this.told = told;
            settings = told == null ? OutputSettings.plain(new OutputMode(1, 1, 1000), 0, 0) : told.info.settings().withEnabled(on);
        }

        @Override
        public void setMode(ZwlrOutputConfigurationHeadV1 self, ZwlrOutputModeV1 mode) {
            if (told == null) return;
            var m = told.modes.get(mode);
            if (m == null) throw self.error(ZwlrOutputConfigurationHeadV1.ERROR_INVALID_MODE, mode + " is not one of " + told.info.name());
            settings = settings.withMode(m);
        }

        @Override
        public void setCustomMode(ZwlrOutputConfigurationHeadV1 self, int width, int height, int refresh) {
            if (width <= 0 || height <= 0 || refresh < 0) throw self.error(ZwlrOutputConfigurationHeadV1.ERROR_INVALID_CUSTOM_MODE, "a mode of " + width + " by " + height + " at " + refresh);
            var asked = new OutputMode(width, height, refresh);
            settings = settings.withMode(settings.mode().fits(asked) ? settings.mode() : asked);
        }

        @Override
        public void setPosition(ZwlrOutputConfigurationHeadV1 self, int x, int y) {
            settings = settings.at(x, y);
        }

        @Override
        public void setTransform(ZwlrOutputConfigurationHeadV1 self, int transform) {
            if (transform < 0 || transform > 7) throw self.error(ZwlrOutputConfigurationHeadV1.ERROR_INVALID_TRANSFORM, "transform " + transform);
            settings = settings.withTransform(Transform.of(transform));
        }

        @Override
        public void setScale(ZwlrOutputConfigurationHeadV1 self, double scale) {
            if (scale <= 0) throw self.error(ZwlrOutputConfigurationHeadV1.ERROR_INVALID_SCALE, "scale " + scale);
            settings = settings.withScale((int) Math.round(Math.min(scale, 1000) * Scale.ONE));
        }
    }
}
