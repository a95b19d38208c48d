package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.os.Fd;
import weft.wayland.protocol.client.ExtDataControlDeviceV1;
import weft.wayland.protocol.client.ExtDataControlManagerV1;
import weft.wayland.protocol.client.ExtDataControlOfferV1;
import weft.wayland.protocol.client.ExtDataControlSourceV1;
import weft.wayland.protocol.client.WlDataDevice;
import weft.wayland.protocol.client.WlDataDeviceManager;
import weft.wayland.protocol.client.WlDataOffer;
import weft.wayland.protocol.client.WlSeat;

/** ext_data_control_manager_v1: keepers of the clipboard. */
class ExtClipboardsTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();
    private WlDataOffer offered;

    private ExtDataControlDeviceV1 device(TestClient keeper) throws Exception {
        var device = keeper.bind(ExtDataControlManagerV1.TYPE).getDataDevice(keeper.bind(WlSeat.TYPE));
        device.setEvents(new ExtDataControlDeviceV1.Events() {
            @Override
            public void selection(ExtDataControlDeviceV1 self, ExtDataControlOfferV1 id) {
                log.add(id == null ? "nothing" : "selection");
            }

            @Override
            public void dataOffer(ExtDataControlDeviceV1 self, ExtDataControlOfferV1 id) {
                id.setEvents((offer, type) -> log.add("type " + type));
            }
        });
        server.settle();
        return device;
    }

    private ExtDataControlSourceV1 source(TestClient keeper, String text) {
        var source = keeper.bind(ExtDataControlManagerV1.TYPE).createDataSource();
        source.offer("text/plain");
        source.setEvents(new ExtDataControlSourceV1.Events() {
            @Override
            public void send(ExtDataControlSourceV1 self, String type, Fd fd) {
                try (fd) {
                    var bytes = text.getBytes(StandardCharsets.UTF_8);
                    fd.write(bytes, 0, bytes.length);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }

            @Override
            public void cancelled(ExtDataControlSourceV1 self) {
                log.add("cancelled");
            }
        });
        return source;
    }

    @Test
    void what_a_keeper_offers_is_pasted_by_an_ordinary_client_that_has_the_keyboard() throws Exception {
        client.window(100, 100, RED).map();
        client.bind(WlDataDeviceManager.TYPE).getDataDevice(client.bind(WlSeat.TYPE)).setEvents(new WlDataDevice.Events() {
            @Override
            public void selection(WlDataDevice self, WlDataOffer id) {
                offered = id;
            }
        });
        var keeper = server.connectPrivileged();
        var device = device(keeper);
        device.setSelection(source(keeper, "kept"));
        server.settle();
        assertNotNull(offered);
        var pipe = Fd.pipe();
        try (var end = pipe[0]) {
            offered.receive("text/plain", pipe[1]);
            pipe[1].close();
            server.settle();
            byte[] into = new byte[10];
            assertEquals("kept", new String(into, 0, end.read(into, 0, 10), StandardCharsets.UTF_8));
        }
        assertEquals(List.of("nothing", "type text/plain", "selection"), log);
        log.clear();
        device.setSelection(source(keeper, "later"));
        server.settle();
        assertEquals(List.of("cancelled", "type text/plain", "selection"), log);
    }

    @Test
    void a_source_is_used_once() throws Exception {
        var keeper = server.connectPrivileged();
        var device = device(keeper);
        var source = source(keeper, "x");
        device.setSelection(source);
        device.setPrimarySelection(source);
        keeper.expectError(ExtDataControlDeviceV1.ERROR_USED_SOURCE, "ext_data_control_device_v1");
    }
}
