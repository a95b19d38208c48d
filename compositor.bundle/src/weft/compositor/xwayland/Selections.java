package weft.compositor.xwayland;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import weft.compositor.protocol.SelectionSource;
import weft.compositor.xwayland.wire.Event;
import weft.compositor.xwayland.wire.Opcode;
import weft.compositor.xwayland.wire.Packet;
import weft.os.Fd;

/** Both clipboards between X programs and Wayland clients (ICCCM 2), and what is on its way between them: bounded in number, pieces and time. */
final class Selections implements AutoCloseable {
    private static final int MOST_TRANSFERS = 16, MOST_TARGETS_BYTES = 1024, ALL_CHANGES = 7, DELETED = 1;
    private final Wm wm;
    private final Requests requests;
    private final int firstEvent;
    private final List<XSelection> selections;
    /** Who waits for an answer of an owner, by the asking window. */
    private final Map<Integer, Consumer<Property>> asking = new HashMap<>();
    private final Map<Integer, Fetch> fetches = new HashMap<>();
    private final Map<Long, Delivery> deliveries = new HashMap<>();

    /** @param fixes the first opcode and the first event of XFIXES */
    Selections(Wm wm, int[] fixes) {
        this.wm = wm;
        requests = wm.requests();
        firstEvent = fixes[1];
        selections = List.of(new XSelection(wm, this, Atom.CLIPBOARD, wm.clipboard()), new XSelection(wm, this, Atom.PRIMARY, wm.primarySelection()));
        for (var s : selections) requests.connection().request(fixes[0], Opcode.XFIXES_SELECT_SELECTION_INPUT).i32s(s.window(), requests.number(s.atom()), ALL_CHANGES).end();
    }

    /** An event that may be of a selection: SelectionRequest names requestor, selection, target and property from byte 12 on, SelectionNotify from byte 8 on. */
    void take(Packet e) {
        if (e.type() == firstEvent) {
            for (var s : selections) if (requests.number(s.atom()) == e.i32(12)) s.ownerChanged(e.i32(8), e.i32(16));
            return;
        }
        switch (e.type()) {
            case Event.SELECTION_REQUEST -> {
                for (var s : selections) if (requests.number(s.atom()) == e.i32(16)) s.requested(e);
            }
            case Event.SELECTION_NOTIFY -> answered(e);
            case Event.PROPERTY_NOTIFY -> propertyChanged(e.i32(4), e.i32(8), e.u8(16) == DELETED);
            default -> { }
        }
    }

    /** An X program has got the keyboard. */
    void keyboardCame() {
        selections.forEach(XSelection::keyboardCame);
    }

    private void answered(Packet e) {
        var fetch = fetches.get(e.i32(8));
        if (fetch != null) fetch.answered(e.i32(20) != 0);
        var waiting = asking.remove(e.i32(8));
        if (waiting == null) return;
        if (e.i32(20) == 0) waiting.accept(null);
        else requests.property(e.i32(8), requests.number(Atom.WEFT_SELECTION), 0, MOST_TARGETS_BYTES, true, waiting);
    }

    private void propertyChanged(int window, int property, boolean deleted) {
        var fetch = fetches.get(window);
        if (fetch != null && !deleted && property == requests.number(Atom.WEFT_SELECTION)) fetch.more();
        var delivery = deliveries.get(key(window, property));
        if (delivery != null && deleted) delivery.taken();
    }

    private static long key(int window, int property) {
        return (long) window << 32 | Integer.toUnsignedLong(property);
    }

    /** Has the owner say something about a selection; one question a window at a time. */
    void convert(int window, XSelection s, int target, int time, Consumer<Property> answer) {
        asking.put(window, answer);
        requests.convert(window, requests.number(s.atom()), target, requests.number(Atom.WEFT_SELECTION), time);
    }

    /** Has the owner's content written to a descriptor, which stays the caller's. */
    void fetch(XSelection s, int target, int time, Fd to) {
        if (fetches.size() >= MOST_TRANSFERS) return;
        try {
            int window = requests.createHidden(Event.MASK_PROPERTY);
            fetches.put(window, new Fetch(wm, window, to.duplicate(), () -> {
                fetches.remove(window);
                requests.destroy(window);
            }));
            requests.convert(window, requests.number(s.atom()), target, requests.number(Atom.WEFT_SELECTION), time);
        } catch (IOException e) {
            log(e);
        }
    }

    /** Has a Wayland client's content put into the property that an X program has named. */
    void deliver(Packet request, int property, SelectionSource source, String type) {
        int requestor = request.i32(12);
        long key = key(requestor, property);
        if (deliveries.size() >= MOST_TRANSFERS || deliveries.containsKey(key)) {
            answer(request, Requests.NONE);
            return;
        }
        Fd[] pipe = null;
        try {
            pipe = Fd.pipe();
            source.send(type, pipe[1]);
            deliveries.put(key, new Delivery(wm, requestor, property, request.i32(20), pipe[0], ok -> answer(request, ok ? property : Requests.NONE), () -> deliveries.remove(key)));
        } catch (IOException e) {
            log(e);
            if (pipe != null) pipe[0].close();
            answer(request, Requests.NONE);
        } finally {
            if (pipe != null) pipe[1].close();
        }
    }

    /** Tells who asked for a selection which property has it, or (0) that it cannot be had. */
    void answer(Packet request, int property) {
        requests.send(request.i32(12), 0).u8(Event.SELECTION_NOTIFY).u8(0).u16(0).i32s(request.i32(4), request.i32(12), request.i32(16), request.i32(20), property, 0, 0).end();
    }

    private static void log(IOException e) {
        System.getLogger("weft.compositor").log(System.Logger.Level.WARNING, "a clipboard of X programs: {0}", e.getMessage());
    }

    @Override
    public void close() {
        for (var f : List.copyOf(fetches.values())) f.close();
        for (var d : List.copyOf(deliveries.values())) d.close();
        selections.forEach(XSelection::close);
    }
}
