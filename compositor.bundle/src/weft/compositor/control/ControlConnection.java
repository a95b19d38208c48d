package weft.compositor.control;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import weft.api.WeftException;
import weft.codec.Json;
import weft.compositor.Host;
import weft.ffi.Libc;
import weft.os.Epoll;
import weft.os.Errno;
import weft.os.EventLoop;
import weft.os.Fd;
import weft.os.OsException;

/**
 * One control connection: a JSON object a line in, one a line out. Never blocks the loop, and holds little: while an
 * answer is being made or waits for the peer to read, no further request is read, and a subscriber that is slow gets
 * the state of when it is ready for it.
 */
final class ControlConnection {
    private static final int MOST_LINE = 1 << 16, CHUNK = 1 << 16;
    private static final int F_SETFL = 4, O_RDWR_NONBLOCK = 2 | 0x800;
    private final Host host;
    private final Fd socket;
    private final Consumer<ControlConnection> onEnd;
    private final EventLoop.Source source;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment scratch = arena.allocate(CHUNK);
    private final Commands commands;
    private final byte[] in = new byte[MOST_LINE];
    private byte[] out = {};
    private int inLength, outLength, outSent;
    /** A request is being worked on. */
    private boolean busy;
    private boolean ended, subscribed, windowsPending;

    ControlConnection(Host host, Fd socket, Consumer<ControlConnection> onEnd) throws OsException {
        this.host = host;
        this.socket = socket;
        this.onEnd = onEnd;
        commands = new Commands(host);
        OsException.check(Libc.fcntl(socket.number(), F_SETFL, O_RDWR_NONBLOCK), "F_SETFL");
        source = host.loop().add(socket.number(), Epoll.IN, this::ready);
    }

    /** The list of windows has changed; a subscriber gets it once the loop is through with what it does. */
    void windowsChanged() {
        if (!subscribed || windowsPending) return;
        windowsPending = true;
        host.loop().post(this::proceed);
    }

    private void ready(int events) {
        if ((events & Epoll.OUT) != 0) flush();
        if (!ended && (events & (Epoll.IN | Epoll.HUP | Epoll.ERR)) != 0) receive();
        proceed();
    }

    private void receive() {
        int room = Math.min(CHUNK, in.length - inLength);
        if (room == 0) return;
        long n = Libc.read(socket.number(), scratch.address(), room);
        if (n == -Errno.EAGAIN || n == -Errno.EINTR) return;
        if (n <= 0) {
            end();
            return;
        }
        MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, in, inLength, (int) n);
        inLength += (int) n;
    }

    /** Does what can be done now: sends a waiting event, answers requests one by one. */
    private void proceed() {
        while (!ended && !busy && outLength == 0) {
            if (windowsPending) {
                windowsPending = false;
                send(message(0, "WINDOWS", commands.windows()));
            } else if (!nextLine()) {
                break;
            }
        }
        if (!ended) watch();
    }

    private boolean nextLine() {
        int end = 0;
        while (end < inLength && in[end] != '\n') end++;
        if (end == inLength) {
            if (inLength == in.length) end();
            return false;
        }
        byte[] line = Arrays.copyOf(in, end);
        System.arraycopy(in, end + 1, in, 0, inLength - end - 1);
        inLength -= end + 1;
        if (line.length > 0) answer(line);
        return true;
    }

    private void answer(byte[] line) {
        long id = 0;
        try {
            var request = Request.parse(Json.read(line));
            id = request.id();
            answer(request);
        } catch (WeftException e) {
            fail(id, e.code().name(), e.getMessage());
        } catch (IllegalArgumentException e) {
            fail(id, "INVALID", e.getMessage());
        }
    }

    private void answer(Request request) {
        if (request.type().equals("SUBSCRIBE")) {
            subscribed = true;
            send(message(request.id(), "WINDOWS", commands.windows()));
            return;
        }
        busy = true;
        try {
            commands.run(request, (type, body) -> {
                busy = false;
                send(message(request.id(), type, body));
                // An answer that comes later finds nobody waiting for it further up.
                if (!ended) host.loop().post(this::proceed);
            });
        } catch (RuntimeException e) {
            busy = false;
            throw e;
        }
    }

    private void fail(long id, String code, String why) {
        send(message(id, "ERROR", Map.of("code", code, "message", why)));
    }

    private static Map<String, Object> message(long re, String type, Map<String, Object> body) {
        var m = new LinkedHashMap<String, Object>();
        if (re != 0) m.put("re", re);
        m.put("type", type);
        m.put("body", body);
        return m;
    }

    private void send(Map<String, Object> message) {
        if (ended) return;
        out = (Json.line(message) + "\n").getBytes(StandardCharsets.US_ASCII);
        outLength = out.length;
        outSent = 0;
        flush();
    }

    private void flush() {
        while (outSent < outLength) {
            int part = Math.min(CHUNK, outLength - outSent);
            MemorySegment.copy(out, outSent, scratch, ValueLayout.JAVA_BYTE, 0, part);
            long n = Libc.write(socket.number(), scratch.address(), part);
            if (n == -Errno.EAGAIN) return;
            if (n < 0 && n != -Errno.EINTR) {
                end();
                return;
            }
            outSent += (int) Math.max(0, n);
        }
        out = new byte[0];
        outLength = 0;
    }

    private void watch() {
        try {
            boolean mayRead = !busy && outLength == 0 && inLength < in.length;
            source.interest((mayRead ? Epoll.IN : 0) | (outLength > 0 ? Epoll.OUT : 0));
        } catch (OsException e) {
            end();
        }
    }

    private void end() {
        if (ended) return;
        ended = true;
        source.close();
        socket.close();
        arena.close();
        onEnd.accept(this);
    }
}
