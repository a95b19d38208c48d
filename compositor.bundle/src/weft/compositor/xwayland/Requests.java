package weft.compositor.xwayland;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import weft.compositor.xwayland.wire.Event;
import weft.compositor.xwayland.wire.Opcode;
import weft.compositor.xwayland.wire.Packet;
import weft.compositor.xwayland.wire.RequestWriter;
import weft.compositor.xwayland.wire.XConnection;

/** What the window manager asks of the X server, each request a method. */
final class Requests {
    static final int NONE = 0, CURRENT_TIME = 0, REPLACE = 0;
    private static final int EVENT_MASK = 0x800, CURSOR = 0x4000, INPUT_OUTPUT = 1, POINTER_ROOT = 1, LEFT_ARROW = 68;
    private static final int X = 1, Y = 2, WIDTH = 4, HEIGHT = 8, BORDER_WIDTH = 16, SIBLING = 32, STACK_MODE = 64, ABOVE = 0, BELOW = 1;
    private final XConnection connection;
    private final Map<Atom, Integer> atoms = new EnumMap<>(Atom.class);
    private final Map<Integer, Atom> names = new HashMap<>();

    Requests(XConnection connection) {
        this.connection = connection;
        for (var a : Atom.values()) if (a.predefined != 0) know(a, a.predefined);
    }

    XConnection connection() {
        return connection;
    }

    /** Learns the numbers of all atoms; then, which is after the replies to all that was asked before, runs an action. */
    void learnAtoms(Runnable then) {
        for (var a : Atom.values()) if (a.predefined == 0) intern(a.name(), number -> know(a, number));
        sync(then);
    }

    private void know(Atom a, int number) {
        atoms.put(a, number);
        names.put(number, a);
    }

    /** Hands on the number of a name. */
    void intern(String name, Consumer<Integer> number) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        connection.request(Opcode.INTERN_ATOM, 0).u16(bytes.length).u16(0).data(bytes, 0, bytes.length).end();
        connection.onReply(p -> {
            if (p != null) number.accept(p.i32(8));
        });
    }

    /** Hands on the name of a number, or null if it has none. */
    void nameOf(int atom, Consumer<String> name) {
        connection.request(Opcode.GET_ATOM_NAME, 0).i32(atom).end();
        connection.onReply(p -> name.accept(p == null ? null : p.text(Packet.BYTES, p.u16(8), StandardCharsets.UTF_8)));
    }

    /** Runs an action when the server has done all that was asked so far. */
    void sync(Runnable then) {
        connection.request(Opcode.GET_INPUT_FOCUS, 0).end();
        connection.onReply(p -> then.run());
    }

    int number(Atom a) {
        return atoms.get(a);
    }

    /** The atom of a number, or null if it is none that is used here. */
    Atom atom(int number) {
        return names.get(number);
    }

    /** Hands on an extension's first opcode and first event; null: the server lacks it. */
    void extension(String name, Consumer<int[]> found) {
        connection.request(Opcode.QUERY_EXTENSION, 0).u16(name.length()).u16(0).text(name).end();
        connection.onReply(p -> found.accept(p == null || p.u8(8) == 0 ? null : new int[] {p.u8(9), p.u8(10)}));
    }

    /** A window that is never shown. */
    int createHidden(int eventMask) {
        int id = connection.newId();
        connection.request(Opcode.CREATE_WINDOW, 0).i32s(id, connection.setup().root()).u16(0).u16(0).u16(1).u16(1).u16(0).u16(INPUT_OUTPUT).i32s(NONE, EVENT_MASK, eventMask).end();
        return id;
    }

    void destroy(int window) {
        connection.request(Opcode.DESTROY_WINDOW, 0).i32(window).end();
    }

    void select(int window, int eventMask) {
        connection.request(Opcode.CHANGE_WINDOW_ATTRIBUTES, 0).i32s(window, EVENT_MASK, eventMask).end();
    }

    /** Lets windows that choose no pointer have the arrow. */
    void useArrow(int window) {
        int font = connection.newId(), cursor = connection.newId();
        connection.request(Opcode.OPEN_FONT, 0).i32(font).u16("cursor".length()).u16(0).text("cursor").end();
        connection.request(Opcode.CREATE_GLYPH_CURSOR, 0).i32s(cursor, font, font).u16(LEFT_ARROW).u16(LEFT_ARROW + 1).u16(0).u16(0).u16(0).u16(0xffff).u16(0xffff).u16(0xffff).end();
        connection.request(Opcode.CHANGE_WINDOW_ATTRIBUTES, 0).i32s(window, CURSOR, cursor).end();
    }

    void map(int window) {
        connection.request(Opcode.MAP_WINDOW, 0).i32(window).end();
    }

    void configure(int window, int x, int y, int width, int height) {
        configure(window, X | Y | WIDTH | HEIGHT | BORDER_WIDTH).i32s(x, y, width, height, 0).end();
    }

    /** Puts a window right above another, or (0) below all. */
    void stack(int window, int sibling) {
        if (sibling == NONE) configure(window, STACK_MODE).i32(BELOW).end();
        else configure(window, SIBLING | STACK_MODE).i32s(sibling, ABOVE).end();
    }

    private RequestWriter configure(int window, int mask) {
        return connection.request(Opcode.CONFIGURE_WINDOW, 0).i32(window).u16(mask).u16(0);
    }

    /** Tells a window where it is, as ICCCM 4.1.5 wants where nothing has changed. */
    void tellPlace(int window, int x, int y, int width, int height) {
        send(window, Event.MASK_STRUCTURE).u8(Event.CONFIGURE_NOTIFY).u8(0).u16(0).i32s(window, window, NONE).u16(x).u16(y).u16(width).u16(height).i32(0).i32(0).end();
    }

    /** Sends a client message, format 32. */
    void message(int to, int window, int mask, Atom type, int... data) {
        var out = send(to, mask).u8(Event.CLIENT_MESSAGE).u8(32).u16(0).i32s(window, number(type));
        for (int i = 0; i < 5; i++) out.i32(i < data.length ? data[i] : 0);
        out.end();
    }

    /** Begins an event to be sent: 32 bytes are to follow. */
    RequestWriter send(int to, int mask) {
        return connection.request(Opcode.SEND_EVENT, 0).i32s(to, mask);
    }

    void focus(int window) {
        connection.request(Opcode.SET_INPUT_FOCUS, POINTER_ROOT).i32s(window, CURRENT_TIME).end();
    }

    /** Ends the client that a window is of. */
    void kill(int window) {
        connection.request(Opcode.KILL_CLIENT, 0).i32(window).end();
    }

    void set(int window, Atom property, Atom type, int... values) {
        setNumbers(window, number(property), number(type), values);
    }

    void setNumbers(int window, int property, int type, int... values) {
        connection.request(Opcode.CHANGE_PROPERTY, REPLACE).i32s(window, property, type).u8(32).u8(0).u16(0).i32(values.length).i32s(values).end();
    }

    void set(int window, Atom property, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        setBytes(window, number(property), number(Atom.UTF8_STRING), bytes, bytes.length);
    }

    void setBytes(int window, int property, int type, byte[] bytes, int length) {
        connection.request(Opcode.CHANGE_PROPERTY, REPLACE).i32s(window, property, type).u8(8).u8(0).u16(0).i32(length).data(bytes, 0, length).end();
    }

    void remove(int window, Atom property) {
        connection.request(Opcode.DELETE_PROPERTY, 0).i32s(window, number(property)).end();
    }

    /** Hands on a property from a place on, or null if the window is gone; {@code remove}: then it is deleted, if nothing of it is left. */
    void property(int window, int property, int offset, int most, boolean remove, Consumer<Property> value) {
        connection.request(Opcode.GET_PROPERTY, remove ? 1 : 0).i32s(window, property, NONE, offset / 4, most / 4).end();
        connection.onReply(p -> value.accept(p == null ? null : new Property(p)));
    }

    void own(Atom selection, int window, int time) {
        connection.request(Opcode.SET_SELECTION_OWNER, 0).i32s(window, number(selection), time).end();
    }

    void convert(int requestor, int selection, int target, int property, int time) {
        connection.request(Opcode.CONVERT_SELECTION, 0).i32s(requestor, selection, target, property, time).end();
    }

    /** Asks for a process's number as the X server knows it: the second word of the answer's first entry. */
    void processOf(int resource, int extension, Consumer<Integer> pid) {
        connection.request(extension, Opcode.RES_QUERY_CLIENT_IDS).i32s(1, resource, 2).end();
        connection.onReply(p -> {
            if (p != null && p.i32(8) > 0 && p.i32(40) == 4) pid.accept(p.i32(44));
        });
    }
}
