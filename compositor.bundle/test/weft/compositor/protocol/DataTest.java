package weft.compositor.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.wayland.protocol.client.WlDataDevice;
import weft.wayland.protocol.client.WlDataDeviceManager;
import weft.wayland.protocol.client.WlDataOffer;
import weft.wayland.protocol.client.WlDataSource;
import weft.wayland.protocol.client.WlSeat;
import weft.wayland.protocol.client.WlSurface;
import weft.wayland.protocol.client.ZwpPrimarySelectionDeviceManagerV1;
import weft.wayland.protocol.client.ZwpPrimarySelectionDeviceV1;
import weft.wayland.protocol.client.ZwpPrimarySelectionOfferV1;
import weft.wayland.protocol.client.ZwpPrimarySelectionSourceV1;

/** The clipboard and dragging, between two clients. */
class DataTest {
    private static final int RED = 0xffff0000, BLUE = 0xff0000ff, GREEN = 0xff00ff00, ESCAPE = 1;
    private TestCompositor server;
    private Party giver, taker;

    @BeforeEach
    void start() throws Exception {
        server = new TestCompositor();
        giver = new Party(RED);
        taker = new Party(BLUE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A client with a window, a data device, and a record of what it heard. */
    private final class Party {
        final TestClient client = server.connect();
        final TestWindow window;
        final WlDataDevice device;
        final List<String> log = new ArrayList<>();
        final int x, y;
        WlDataOffer offer;

        Party(int argb) throws IOException {
            window = client.window(150, 100, argb).map();
            x = server.lastWindow().content().x();
            y = server.lastWindow().content().y();
            client.listenToPointer();
            client.listenToKeyboard();
            device = client.bind(WlDataDeviceManager.TYPE).getDataDevice(client.bind(WlSeat.TYPE));
            device.setEvents(new WlDataDevice.Events() {
                @Override
                public void dataOffer(WlDataDevice self, WlDataOffer id) {
                    offer = id;
                    id.setEvents(new WlDataOffer.Events() {
                        @Override
                        public void offer(WlDataOffer o, String type) {
                            log.add("offers " + type);
                        }

                        @Override
                        public void action(WlDataOffer o, int action) {
                            log.add("action " + action);
                        }
                    });
                }

                @Override
                public void selection(WlDataDevice self, WlDataOffer id) {
                    log.add(id == null ? "clipboard empty" : "clipboard");
                }

                @Override
                public void enter(WlDataDevice self, int serial, WlSurface surface, double ex, double ey, WlDataOffer id) {
                    log.add("drag enter " + (int) ex + "," + (int) ey + (id == null ? " nothing" : ""));
                }

                @Override
                public void motion(WlDataDevice self, int time, double mx, double my) {
                    log.add("drag motion");
                }

                @Override
                public void leave(WlDataDevice self) {
                    log.add("drag leave");
                }

                @Override
                public void drop(WlDataDevice self) {
                    log.add("drop");
                }
            });
            server.settle();
        }

        WlDataSource source(String... types) {
            var source = client.bind(WlDataDeviceManager.TYPE).createDataSource();
            for (String t : types) source.offer(t);
            source.setEvents(new WlDataSource.Events() {
                @Override
                public void send(WlDataSource self, String type, Fd fd) {
                    try (fd) {
                        byte[] bytes = ("as " + type).getBytes();
                        fd.write(bytes, 0, bytes.length);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }

                @Override
                public void cancelled(WlDataSource self) {
                    log.add("cancelled");
                }

                @Override
                public void target(WlDataSource self, String type) {
                    log.add("target " + type);
                }

                @Override
                public void action(WlDataSource self, int action) {
                    log.add("source action " + action);
                }

                @Override
                public void dndDropPerformed(WlDataSource self) {
                    log.add("performed");
                }

                @Override
                public void dndFinished(WlDataSource self) {
                    log.add("finished");
                }
            });
            return source;
        }

        List<String> takeLog() {
            var out = List.copyOf(log);
            log.clear();
            return out;
        }

        void focus() throws IOException {
            server.click(x + 75, y + 50);
        }
    }

    private String receive(WlDataOffer offer, String type) throws IOException {
        var pair = UnixSocket.pair();
        try (Fd near = pair[0]) {
            offer.receive(type, pair[1]);
            pair[1].close();
            server.settle();
            byte[] bytes = new byte[100];
            int n = near.read(bytes, 0, 100);
            return new String(bytes, 0, n);
        }
    }

    @Test
    void what_one_client_copies_another_can_insert() throws Exception {
        giver.focus();
        giver.device.setSelection(giver.source("text/plain", "text/html"), giver.client.lastSerial);
        server.settle();
        taker.takeLog();
        taker.focus();
        assertEquals(List.of("offers text/plain", "offers text/html", "clipboard"), taker.takeLog());
        assertEquals("as text/html", receive(taker.offer, "text/html"));
    }

    @Test
    void a_client_without_the_keyboard_does_not_see_the_clipboard() throws Exception {
        giver.focus();
        taker.takeLog();
        giver.device.setSelection(giver.source("text/plain"), giver.client.lastSerial);
        server.settle();
        assertEquals(List.of(), taker.takeLog());
    }

    @Test
    void a_client_that_never_had_the_keyboard_cannot_set_the_clipboard() throws Exception {
        taker.focus();
        var intruder = server.connect();
        var cancelled = new ArrayList<String>();
        var source = intruder.bind(WlDataDeviceManager.TYPE).createDataSource();
        source.offer("text/plain");
        source.setEvents(new WlDataSource.Events() {
            @Override
            public void cancelled(WlDataSource self) {
                cancelled.add("cancelled");
            }
        });
        intruder.bind(WlDataDeviceManager.TYPE).getDataDevice(intruder.bind(WlSeat.TYPE)).setSelection(source, 1);
        taker.takeLog();
        server.settle();
        assertEquals(List.of("cancelled"), cancelled);
        assertEquals(List.of(), taker.takeLog());
    }

    @Test
    void the_clipboard_is_empty_when_its_source_is_gone() throws Exception {
        giver.focus();
        var source = giver.source("text/plain");
        giver.device.setSelection(source, giver.client.lastSerial);
        taker.focus();
        taker.takeLog();
        source.destroy();
        server.settle();
        assertEquals(List.of("clipboard empty"), taker.takeLog());
    }

    @Test
    void copying_again_cancels_what_was_copied_before() throws Exception {
        giver.focus();
        giver.device.setSelection(giver.source("text/plain"), giver.client.lastSerial);
        giver.device.setSelection(giver.source("text/html"), giver.client.lastSerial);
        server.settle();
        assertTrue(giver.log.contains("cancelled"));
    }

    @Test
    void the_primary_selection_works_the_same_way() throws Exception {
        giver.focus();
        var manager = giver.client.bind(ZwpPrimarySelectionDeviceManagerV1.TYPE);
        ZwpPrimarySelectionSourceV1 source = manager.createSource();
        source.offer("text/plain");
        manager.getDevice(giver.client.bind(WlSeat.TYPE)).setSelection(source, giver.client.lastSerial);
        server.settle();
        var log = new ArrayList<String>();
        var device = taker.client.bind(ZwpPrimarySelectionDeviceManagerV1.TYPE).getDevice(taker.client.bind(WlSeat.TYPE));
        device.setEvents(new ZwpPrimarySelectionDeviceV1.Events() {
            @Override
            public void dataOffer(ZwpPrimarySelectionDeviceV1 self, ZwpPrimarySelectionOfferV1 id) {
                id.setEvents((o, type) -> log.add("offers " + type));
            }

            @Override
            public void selection(ZwpPrimarySelectionDeviceV1 self, ZwpPrimarySelectionOfferV1 id) {
                log.add(id == null ? "empty" : "selection");
            }
        });
        taker.focus();
        assertEquals(List.of("offers text/plain", "selection"), log);
    }

    private WlDataSource startDrag(WlSurface icon) throws Exception {
        server.move(giver.x + 20, giver.y + 20);
        server.button(TestCompositor.LEFT, true);
        var source = giver.source("text/plain");
        source.setActions(WlDataDeviceManager.DND_ACTION_COPY | WlDataDeviceManager.DND_ACTION_MOVE);
        giver.device.startDrag(source, giver.window.surface, icon, giver.client.lastSerial);
        server.settle();
        giver.takeLog();
        taker.takeLog();
        return source;
    }

    @Test
    void what_is_dropped_and_accepted_is_finished_by_the_taker() throws Exception {
        startDrag(null);
        server.move(taker.x + 30, taker.y + 40);
        assertEquals(List.of("offers text/plain", "drag enter 30,40"), taker.takeLog());
        taker.offer.accept(taker.client.lastSerial, "text/plain");
        taker.offer.setActions(WlDataDeviceManager.DND_ACTION_MOVE, WlDataDeviceManager.DND_ACTION_MOVE);
        server.settle();
        server.move(taker.x + 31, taker.y + 40);
        server.button(TestCompositor.LEFT, false);
        assertEquals(List.of("action 2", "drag motion", "drop"), taker.takeLog());
        assertEquals(List.of("target text/plain", "source action 2", "performed"), giver.takeLog().stream().filter(l -> !l.startsWith("drag") && !l.startsWith("offers")).toList());
        assertEquals("as text/plain", receive(taker.offer, "text/plain"));
        taker.offer.finish();
        server.settle();
        assertEquals(List.of("finished"), giver.takeLog());
    }

    @Test
    void what_nobody_accepts_is_cancelled() throws Exception {
        startDrag(null);
        server.move(taker.x + 30, taker.y + 40);
        server.button(TestCompositor.LEFT, false);
        assertTrue(taker.takeLog().contains("drag leave"));
        assertTrue(giver.takeLog().contains("cancelled"));
    }

    @Test
    void escape_ends_a_drag() throws Exception {
        startDrag(null);
        server.move(taker.x + 30, taker.y + 40);
        server.tap(ESCAPE);
        assertTrue(taker.takeLog().contains("drag leave"));
        assertTrue(giver.takeLog().contains("cancelled"));
        server.button(TestCompositor.LEFT, false);
    }

    @Test
    void a_source_that_is_destroyed_ends_its_drag() throws Exception {
        var source = startDrag(null);
        server.move(taker.x + 30, taker.y + 40);
        source.destroy();
        server.settle();
        assertTrue(taker.takeLog().contains("drag leave"));
    }

    @Test
    void the_icon_follows_the_pointer_and_goes_with_the_drag() throws Exception {
        var icon = giver.client.surface();
        startDrag(icon);
        icon.attach(giver.client.buffer(10, 10, GREEN), 0, 0);
        icon.commit();
        server.move(30, 30);
        assertEquals(GREEN, server.pixel(39, 31));
        server.button(TestCompositor.LEFT, false);
        assertTrue(server.pixel(39, 31) != GREEN);
    }

    @Test
    void nothing_can_be_dragged_without_a_held_button() throws Exception {
        server.move(giver.x + 20, giver.y + 20);
        var source = giver.source("text/plain");
        giver.device.startDrag(source, giver.window.surface, null, giver.client.lastSerial);
        server.settle();
        assertTrue(giver.takeLog().contains("cancelled"));
        server.move(taker.x + 30, taker.y + 40);
        assertTrue(taker.takeLog().stream().noneMatch(l -> l.startsWith("drag")));
    }

    @Test
    void an_offer_is_finished_only_after_it_was_dropped() throws Exception {
        startDrag(null);
        server.move(taker.x + 30, taker.y + 40);
        taker.offer.finish();
        taker.client.expectError(WlDataOffer.ERROR_INVALID_FINISH, "wl_data_offer");
    }
}
