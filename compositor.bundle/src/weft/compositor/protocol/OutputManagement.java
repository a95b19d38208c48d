package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.ZwlrOutputConfigurationHeadV1;
import weft.wayland.protocol.server.ZwlrOutputConfigurationV1;
import weft.wayland.protocol.server.ZwlrOutputHeadV1;
import weft.wayland.protocol.server.ZwlrOutputManagerV1;
import weft.wayland.protocol.server.ZwlrOutputModeV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/**
 * {@code zwlr_output_manager_v1}, for privileged clients: the output and its one mode. Nothing of it can be changed this
 * way yet: a configuration that is what there is succeeds, every other fails.
 */
final class OutputManagement implements ZwlrOutputManagerV1.Requests {
    private static final int MILLIHERTZ = 1000, DOTS_PER_INCH = 96;
    private final Display display;
    private final Outputs outputs;
    private final List<Told> told = new ArrayList<>();
    private int serial;

    /** One client's view of the output. */
    private record Told(ZwlrOutputManagerV1 manager, ZwlrOutputHeadV1 head, ZwlrOutputModeV1 mode) {}

    OutputManagement(Display display, Outputs outputs) {
        this.display = display;
        this.outputs = outputs;
        serial = display.nextSerial();
        display.addGlobal(ZwlrOutputManagerV1.TYPE, 2, Client::isPrivileged, this::bind);
        outputs.onChange(this::changed);
    }

    private void bind(ZwlrOutputManagerV1 manager) {
        manager.setRequests(this);
        tell(manager);
        manager.onDestroy(() -> told.removeIf(t -> t.manager == manager));
    }

    private void tell(ZwlrOutputManagerV1 manager) {
        var info = outputs.info();
        var head = manager.sendHead();
        if (head == null) return;
        head.sendName(info.name());
        head.sendDescription(info.description());
        head.sendPhysicalSize(info.width() * 254 / (10 * DOTS_PER_INCH), info.height() * 254 / (10 * DOTS_PER_INCH));
        var mode = head.sendMode();
        if (mode == null) return;
        mode.sendSize(info.width(), info.height());
        mode.sendRefresh(info.refresh());
        mode.sendPreferred();
        head.sendEnabled(1);
        head.sendCurrentMode(mode);
        head.sendPosition(0, 0);
        head.sendTransform(WlOutput.TRANSFORM_NORMAL);
        head.sendScale(1);
        told.add(new Told(manager, head, mode));
        manager.sendDone(serial);
    }

    /** The mode is another: the old one is gone, and configurations that were made for it are void. */
    private void changed() {
        serial = display.nextSerial();
        for (var t : List.copyOf(told)) {
            t.mode.sendFinished();
            t.head.sendFinished();
            told.remove(t);
            tell(t.manager);
        }
    }

    @Override
    public void stop(ZwlrOutputManagerV1 self) {
        told.removeIf(t -> t.manager == self);
        self.sendFinished();
        self.setRequests(null);
    }

    @Override
    public void createConfiguration(ZwlrOutputManagerV1 self, ZwlrOutputConfigurationV1 id, int madeFor) {
        id.setRequests(new Configuration(madeFor));
    }

    private final class Configuration implements ZwlrOutputConfigurationV1.Requests, ZwlrOutputConfigurationHeadV1.Requests {
        private final int madeFor;
        private boolean named, used, differs;

        Configuration(int madeFor) {
            this.madeFor = madeFor;
        }

        @Override
        public void enableHead(ZwlrOutputConfigurationV1 self, ZwlrOutputConfigurationHeadV1 id, ZwlrOutputHeadV1 head) {
            name(self);
            id.setRequests(this);
        }

        @Override
        public void disableHead(ZwlrOutputConfigurationV1 self, ZwlrOutputHeadV1 head) {
            name(self);
            differs = true;
        }

        private void name(ZwlrOutputConfigurationV1 self) {
            if (named) throw self.error(ZwlrOutputConfigurationV1.ERROR_ALREADY_CONFIGURED_HEAD, "the output is in the configuration already");
            named = true;
        }

        @Override
        public void apply(ZwlrOutputConfigurationV1 self) {
            test(self);
        }

        @Override
        public void test(ZwlrOutputConfigurationV1 self) {
            if (used) throw self.error(ZwlrOutputConfigurationV1.ERROR_ALREADY_USED, "the configuration was used before");
            used = true;
            if (madeFor != serial) self.sendCancelled();
            else if (!named) throw self.error(ZwlrOutputConfigurationV1.ERROR_UNCONFIGURED_HEAD, "the output is not in the configuration");
            else if (differs) self.sendFailed();
            else self.sendSucceeded();
        }

        @Override
        public void setMode(ZwlrOutputConfigurationHeadV1 self, ZwlrOutputModeV1 mode) {
            differs |= told.stream().noneMatch(t -> t.mode == mode);
        }

        @Override
        public void setCustomMode(ZwlrOutputConfigurationHeadV1 self, int width, int height, int refresh) {
            if (width <= 0 || height <= 0 || refresh < 0) throw self.error(ZwlrOutputConfigurationHeadV1.ERROR_INVALID_CUSTOM_MODE, "a mode of " + width + " by " + height + " at " + refresh);
            var info = outputs.info();
            differs |= width != info.width() || height != info.height() || refresh != 0 && Math.abs(refresh - info.refresh()) > MILLIHERTZ;
        }

        @Override
        public void setPosition(ZwlrOutputConfigurationHeadV1 self, int x, int y) {
            differs |= x != 0 || y != 0;
        }

        @Override
        public void setTransform(ZwlrOutputConfigurationHeadV1 self, int transform) {
            if (transform < 0 || transform > 7) throw self.error(ZwlrOutputConfigurationHeadV1.ERROR_INVALID_TRANSFORM, "transform " + transform);
            differs |= transform != WlOutput.TRANSFORM_NORMAL;
        }

        @Override
        public void setScale(ZwlrOutputConfigurationHeadV1 self, double scale) {
            if (scale <= 0) throw self.error(ZwlrOutputConfigurationHeadV1.ERROR_INVALID_SCALE, "scale " + scale);
            differs |= scale != 1;
        }
    }
}
