package weft.wayland.wire;

/** An interface of a protocol: its name, highest known version, and messages by opcode. */
public final class WireInterface {
    private final String name;
    private final int version;
    private final MessageSpec[] requests;
    private final MessageSpec[] events;

    public WireInterface(String name, int version, MessageSpec[] requests, MessageSpec[] events) {
        this.name = name;
        this.version = version;
        this.requests = requests.clone();
        this.events = events.clone();
    }

    public String name() {
        return name;
    }

    public int version() {
        return version;
    }

    public int requestCount() {
        return requests.length;
    }

    public MessageSpec request(int opcode) {
        return requests[opcode];
    }

    public int eventCount() {
        return events.length;
    }

    public MessageSpec event(int opcode) {
        return events[opcode];
    }

    @Override
    public String toString() {
        return name + " v" + version;
    }
}
