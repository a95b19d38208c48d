package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.wayland.protocol.client.ZwlrOutputConfigurationHeadV1;
import weft.wayland.protocol.client.ZwlrOutputConfigurationV1;
import weft.wayland.protocol.client.ZwlrOutputHeadV1;
import weft.wayland.protocol.client.ZwlrOutputManagerV1;
import weft.wayland.protocol.client.ZwlrOutputModeV1;

/** zwlr_output_manager_v1: what the outputs are, told truly, and made otherwise; what they cannot be, refused. */
class OutputManagementTest extends ProtocolTest {
    private final List<String> log = new ArrayList<>();
    private TestClient tool;
    private ZwlrOutputHeadV1 head;
    private int serial;

    @BeforeEach
    void listen() throws Exception {
        tool = server.connectPrivileged();
        tool.bind(ZwlrOutputManagerV1.TYPE).setEvents(new ZwlrOutputManagerV1.Events() {
            @Override
            public void head(ZwlrOutputManagerV1 self, ZwlrOutputHeadV1 newHead) {
                head = newHead;
                newHead.setEvents(new ZwlrOutputHeadV1.Events() {
                    @Override
                    public void name(ZwlrOutputHeadV1 h, String name) {
                        log.add("name " + name);
                    }

                    @Override
                    public void mode(ZwlrOutputHeadV1 h, ZwlrOutputModeV1 mode) {
                        mode.setEvents(new ZwlrOutputModeV1.Events() {
                            @Override
                            public void size(ZwlrOutputModeV1 m, int width, int height) {
                                log.add(width + "x" + height);
                            }
                        });
                    }

                    @Override
                    public void finished(ZwlrOutputHeadV1 h) {
                        log.add("gone");
                    }
                });
            }

            @Override
            public void done(ZwlrOutputManagerV1 self, int newSerial) {
                serial = newSerial;
                log.add("done");
            }
        });
        server.settle();
    }

    private ZwlrOutputConfigurationV1 configuration(int madeFor, List<String> result) {
        var c = tool.bind(ZwlrOutputManagerV1.TYPE).createConfiguration(madeFor);
        c.setEvents(new ZwlrOutputConfigurationV1.Events() {
            @Override
            public void succeeded(ZwlrOutputConfigurationV1 self) {
                result.add("succeeded");
            }

            @Override
            public void failed(ZwlrOutputConfigurationV1 self) {
                result.add("failed");
            }

            @Override
            public void cancelled(ZwlrOutputConfigurationV1 self) {
                result.add("cancelled");
            }
        });
        return c;
    }

    @Test
    void the_output_is_described_and_again_when_its_mode_is_another() throws Exception {
        assertTrue(log.getFirst().startsWith("name "), log.toString());
        assertEquals(List.of(TestCompositor.WIDTH + "x" + TestCompositor.HEIGHT, "done"), log.subList(1, 3));
        log.clear();
        server.resize(640, 480);
        assertTrue(log.containsAll(List.of("gone", "640x480", "done")), log.toString());
    }

    @Test
    void what_can_be_succeeds_a_desktop_without_outputs_fails_and_what_is_late_is_cancelled() throws Exception {
        var result = new ArrayList<String>();
        var same = configuration(serial, result);
        same.enableHead(head).setPosition(0, 0);
        same.apply();
        var other = configuration(serial, result);
        other.enableHead(head).setScale(2);
        other.test();
        var off = configuration(serial, result);
        off.disableHead(head);
        off.apply();
        var late = configuration(serial - 1, result);
        late.enableHead(head);
        late.apply();
        server.settle();
        assertEquals(List.of("succeeded", "succeeded", "failed", "cancelled"), result);
        assertTrue(server.pixel(5, 5) != 0);
    }

    @Test
    void a_scale_of_nothing_is_an_error() throws Exception {
        configuration(serial, new ArrayList<>()).enableHead(head).setScale(0);
        tool.expectError(ZwlrOutputConfigurationHeadV1.ERROR_INVALID_SCALE, "zwlr_output_configuration_head_v1");
    }
}
