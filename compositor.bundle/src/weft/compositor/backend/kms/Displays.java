package weft.compositor.backend.kms;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    private static final int DEFAULT_WIDTH = 1280, DEFAULT_HEIGHT = 800, DEFAULT_REFRESH = 60_000;
    private final EventLoop loop;
    private final SeatSession session;
    private final long udev;
    private final KmsSettings settings;
    private final Drm.FlipListener onFlip;
    private final List<Card> cards = new ArrayList<>();
    private final List<KmsOutput> outputs = new ArrayList<>();
    private int width = DEFAULT_WIDTH, height = DEFAULT_HEIGHT, refresh = DEFAULT_REFRESH;

    Displays(EventLoop loop, SeatSession session, long udev, KmsSettings settings, Drm.FlipListener onFlip) {
        this.loop = loop;
        this.session = session;
        this.udev = udev;
        this.settings = settings;
        this.onFlip = onFlip;
    }

    boolean hasCards() {
        return !cards.isEmpty();
    }

    /** The displays that are in use, the one that gives the size first. Live. */
    List<KmsOutput> outputs() {
        return outputs;
    }

    /** The size of the desktop; stays while there is no display. */
    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Thousandths of a hertz. */
    int refresh() {
        return refresh;
    }

    /** Looks for what has come and gone; returns whether anything has. */
    boolean find() {
        boolean changed = findCards();
        for (var card : cards) {
            var connected = card.connected();
            changed |= outputs.removeIf(o -> o.card() == card && isGone(o, connected));
            for (var connector : connected) {
                if (outputs.stream().noneMatch(o -> o.card() == card && o.connectorId() == connector.id())) changed |= add(card, connector);
            }
        }
        outputs.sort(Comparator.<KmsOutput>comparingInt(o -> cards.indexOf(o.card())).thenComparingInt(KmsOutput::connectorId));
        if (!outputs.isEmpty()) {
            var mode = outputs.getFirst().mode();
            width = mode.width();
            height = mode.height();
            refresh = mode.refresh();
        }
        return changed;
    }

    private static boolean isGone(KmsOutput output, List<Drm.Connector> connected) {
        if (connected.stream().anyMatch(c -> c.id() == output.connectorId())) return false;
        output.close();
        return true;
    }

    private boolean add(Card card, Drm.Connector connector) {
        try {
            outputs.add(new KmsOutput(card, connector, choose(connector)));
            return true;
        } catch (OsException e) {
            warn(card.path() + ": a display is not used: " + e.getMessage());
            return false;
        }
    }

    // Further displays take the size of the first where they can, so that the picture fits.
    private Drm.Mode choose(Drm.Connector connector) {
        int w = outputs.isEmpty() ? settings.width() : width, h = outputs.isEmpty() ? settings.height() : height;
        var modes = connector.modes();
        return modes.stream().filter(m -> m.width() == w && m.height() == h).findFirst()
                .or(() -> modes.stream().filter(Drm.Mode::preferred).findFirst()).orElse(modes.getFirst());
    }

    private boolean findCards() {
        var nodes = Udev.devices(udev, SUBSYSTEM).stream().filter(d -> d.node().matches("/dev/dri/card[0-9]+") && d.seat().equals(session.seat())).map(Udev.Device::node).toList();
        boolean changed = false;
        for (var card : List.copyOf(cards)) {
            if (nodes.contains(card.path())) continue;
            changed = true;
            drop(card);
        }
        for (String node : nodes) if (cards.stream().noneMatch(c -> c.path().equals(node))) open(node);
        cards.sort(Comparator.comparingInt((Card c) -> c.path().length()).thenComparing(Card::path));
        return changed;
    }

    private void open(String node) {
        int fd = session.openDevice(node);
        if (fd < 0) {
            warn(node + " is not used: the seat does not lend it");
            return;
        }
        try {
            var card = new Card(loop, node, fd, settings.legacy(), onFlip);
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
        outputs.removeIf(o -> {
            if (o.card() == card) o.close();
            return o.card() == card;
        });
        cards.remove(card);
        card.close();
        session.closeDevice(card.fd());
    }

    private static void warn(String what) {
        System.getLogger("weft.compositor").log(Level.WARNING, what);
    }

    @Override
    public void close() {
        for (var card : List.copyOf(cards)) drop(card);
    }
}
