package weft.compositor.backend.kms;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import weft.compositor.backend.BufferDevice;
import weft.ffi.Drm;
import weft.ffi.Udev;
import weft.os.EventLoop;
import weft.os.OsException;

/**
 * The display devices of the seat and the displays at them, in an order that does not depend on when they came: one that
 * is plugged in again is what it was.
 */
final class Displays implements AutoCloseable {
    static final String SUBSYSTEM = "drm";
    private final EventLoop loop;
    private final SeatSession session;
    private final long udev;
    private final KmsSettings settings;
    private final Map<Long, KmsOutput> underWay = new HashMap<>();
    private final ObjLongConsumer<KmsOutput> onSeen;
    private final List<Card> cards = new ArrayList<>();
    /** Those that are gone, of which displays may be in use yet. */
    private final List<Card> dropped = new ArrayList<>();
    private final List<KmsOutput> outputs = new ArrayList<>();
    private long lastToken;

    /** @param onSeen told when a display's frame was seen */
    Displays(EventLoop loop, SeatSession session, long udev, KmsSettings settings, ObjLongConsumer<KmsOutput> onSeen) {
        this.loop = loop;
        this.session = session;
        this.udev = udev;
        this.settings = settings;
        this.onSeen = onSeen;
    }

    boolean hasCards() {
        return !cards.isEmpty();
    }

    /** The descriptor of the first of the devices. */
    int device() {
        return cards.getFirst().fd();
    }

    /** The first of the devices; empty if that one tells nothing of itself. */
    Optional<BufferDevice> bufferDevice() {
        var first = cards.getFirst();
        try {
            return Optional.of(BufferDevice.of(Path.of(first.path()), first.formats()));
        } catch (IOException e) {
            warn(first.path() + " is not used for buffers: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The displays that are plugged in, in an order that does not depend on when they came. Live. */
    List<KmsOutput> outputs() {
        return outputs;
    }

    /** What {@link #find} found. The caller closes those that are gone, then calls {@link #settle}. */
    record Change(List<KmsOutput> come, List<KmsOutput> gone) {}

    /** Looks for what has come and gone. */
    Change find() {
        var before = List.copyOf(outputs);
        findCards();
        for (var card : cards) {
            var connected = card.connected();
            outputs.removeIf(o -> o.card() == card && connected.stream().noneMatch(c -> c.id() == o.connectorId()));
            for (var connector : connected) {
                if (outputs.stream().noneMatch(o -> o.card() == card && o.connectorId() == connector.id())) add(card, connector);
            }
        }
        outputs.sort(Comparator.<KmsOutput>comparingInt(o -> cards.indexOf(o.card())).thenComparingInt(KmsOutput::connectorId));
        return new Change(outputs.stream().filter(o -> !before.contains(o)).toList(), before.stream().filter(o -> !outputs.contains(o)).toList());
    }

    private void add(Card card, Drm.Connector connector) {
        String type = ConnectorName.of(connector.type(), connector.typeNumber());
        // Two devices count their connectors each for itself.
        String name = outputs.stream().anyMatch(o -> o.identity().name().equals(type)) ? type + " of " + card.path().substring(card.path().lastIndexOf('/') + 1) : type;
        try {
            outputs.add(new KmsOutput(loop, card, connector, name, choose(connector), flips, onSeen));
        } catch (OsException e) {
            warn(card.path() + ": a display is not used: " + e.getMessage());
        }
    }

    private Drm.Mode choose(Drm.Connector connector) {
        var modes = connector.modes();
        return modes.stream().filter(m -> m.width() == settings.width() && m.height() == settings.height()).findFirst()
                .or(() -> modes.stream().filter(Drm.Mode::preferred).findFirst()).orElse(modes.getFirst());
    }

    private final KmsOutput.Flips flips = new KmsOutput.Flips() {
        @Override
        public long token(KmsOutput output) {
            underWay.put(++lastToken, output);
            return lastToken;
        }

        @Override
        public void forget(KmsOutput output) {
            underWay.values().removeIf(o -> o == output);
        }
    };

    private void flipped(long token, long nanoTime) {
        var output = underWay.remove(token);
        if (output != null) output.shown(nanoTime);
    }

    private void findCards() {
        var nodes = Udev.devices(udev, SUBSYSTEM).stream().filter(d -> d.node().matches("/dev/dri/card[0-9]+") && d.seat().equals(session.seat())).map(Udev.Device::node).toList();
        for (var card : List.copyOf(cards)) if (!nodes.contains(card.path())) drop(card);
        for (String node : nodes) if (cards.stream().noneMatch(c -> c.path().equals(node))) open(node);
        cards.sort(Comparator.comparingInt((Card c) -> c.path().length()).thenComparing(Card::path));
    }

    private void open(String node) {
        int fd = session.openDevice(node);
        if (fd < 0) {
            warn(node + " is not used: the seat does not lend it");
            return;
        }
        try {
            var card = new Card(loop, node, fd, settings.legacy(), this::flipped);
            if (card.canDisplay()) {
                cards.add(card);
                return;
            }
            card.close();
        } catch (IOException e) {
            warn(node + " is not used: " + e.getMessage());
        }
        session.closeDevice(fd);
    }

    private void drop(Card card) {
        outputs.removeIf(o -> o.card() == card);
        cards.remove(card);
        dropped.add(card);
    }

    /** Gives back the devices of which nothing is in use any more. */
    void settle() {
        for (var card : dropped) {
            card.close();
            session.closeDevice(card.fd());
        }
        dropped.clear();
    }

    private static void warn(String what) {
        System.getLogger("weft.compositor").log(Level.WARNING, what);
    }

    @Override
    public void close() {
        outputs.forEach(KmsOutput::close);
        for (var card : List.copyOf(cards)) drop(card);
        settle();
    }
}
