package weft.compositor.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.ZwlrOutputPowerManagerV1;
import weft.wayland.protocol.server.ZwlrOutputPowerV1;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** {@code zwlr_output_power_manager_v1}, for privileged clients: an output's light goes off and on; its place on the desktop and its windows stay. */
final class OutputPower implements ZwlrOutputPowerManagerV1.Requests {
    private final Globals globals;
    private final Map<ZwlrOutputPowerV1, Output> controls = new LinkedHashMap<>();

    OutputPower(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ZwlrOutputPowerManagerV1.TYPE, 1, Client::isPrivileged, m -> m.setRequests(this));
    }

    @Override
    public void getOutputPower(ZwlrOutputPowerManagerV1 self, ZwlrOutputPowerV1 id, WlOutput resource) {
        var output = Output.of(resource);
        if (output == null) {
            id.sendFailed();
            return;
        }
        controls.put(id, output);
        id.onDestroy(() -> controls.remove(id));
        id.setRequests((control, mode) -> set(control, output, mode));
        id.sendMode(globals.outputControl().isPowered(output.info().name()) ? ZwlrOutputPowerV1.MODE_ON : ZwlrOutputPowerV1.MODE_OFF);
    }

    private void set(ZwlrOutputPowerV1 control, Output output, int mode) {
        if (mode != ZwlrOutputPowerV1.MODE_ON && mode != ZwlrOutputPowerV1.MODE_OFF) throw control.error(ZwlrOutputPowerV1.ERROR_INVALID_MODE, "mode " + mode);
        boolean on = mode == ZwlrOutputPowerV1.MODE_ON, was = globals.outputControl().isPowered(output.info().name());
        if (on == was) return;
        globals.outputControl().power(output.info().name(), on);
        controls.forEach((c, o) -> {
            if (o == output) c.sendMode(mode);
        });
    }

    /** Outputs have come, gone or changed: who controlled one that is gone is told. */
    void changed() {
        for (var c : List.copyOf(controls.keySet())) {
            if (!controls.get(c).isRemoved()) continue;
            controls.remove(c);
            c.sendFailed();
            c.setRequests(null);
        }
    }
}
