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
 * One control connection: a JSON object a line in, one a line out. Never blocks the loop: what the peer does not take is
 * kept, up to a limit beyond which the connection ends.
 */
final class ControlConnection {
    private static final int MOST_LINE = 1 << 16, MOST_WAITING = 32 << 20, CHUNK = 1 << 16;
    private static final int F_SETFL = 4, O_RDWR_NONBLOCK = 2 | 0x800;
    private final Host host;
    private final Fd socket;
    private final Consumer<ControlConnection> onEnd;
    private final EventLoop.Source source;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment scratch = arena.allocate(CHUNK);
    private final Commands commands;
    private byte[] in = new byte[4096], out = new byte[4096];
    private int inLength, outLength;
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
        host.loop().post(() -> {
            windowsPending = false;
            if (!ended) send(message(0, "WINDOWS", commands.windows()));
        });
    }

    private void ready(int events) {
        if ((events & Epoll.OUT) != 0) flush();
        if (!ended && (events & (Epoll.IN | Epoll.HUP | Epoll.ERR)) != 0) receive();
    }

    private void receive() {
        long n = Libc.read(socket.number(), scratch.address(), CHUNK);
        if (n == -Errno.EAGAIN || n == -Errno.EINTR) return;
        if (n <= 0) {
            end();
            return;
        }
        if (in.length < inLength + n) in = Arrays.copyOf(in, Math.max(in.length * 2, inLength + (int) n));
        MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, in, inLength, (int) n);
        inLength += (int) n;
        int start = 0;
        for (int i = 0; i < inLength && !ended; i++) {
            if (in[i] != '\n') continue;
            line(start, i - start);
            start = i + 1;
        }
        System.arraycopy(in, start, in, 0, inLength - start);
        inLength -= start;
        if (inLength > MOST_LINE) end();
    }

    private void line(int offset, int length) {
        if (length == 0) return;
        long id = 0;
        try {
            var request = Request.parse(Json.read(in, offset, length));
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
        } else {
            commands.run(request, (type, body) -> send(message(request.id(), type, body)));
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
        byte[] line = (Json.line(message) + "\n").getBytes(StandardCharsets.UTF_8);
        if (outLength + line.length > MOST_WAITING) {
            end();
            return;
        }
        if (out.length < outLength + line.length) out = Arrays.copyOf(out, Math.max(out.length * 2, outLength + line.length));
        System.arraycopy(line, 0, out, outLength, line.length);
        outLength += line.length;
        flush();
    }

    private void flush() {
        int sent = 0;
        while (sent < outLength) {
            int part = Math.min(CHUNK, outLength - sent);
            MemorySegment.copy(out, sent, scratch, ValueLayout.JAVA_BYTE, 0, part);
            long n = Libc.write(socket.number(), scratch.address(), part);
            if (n == -Errno.EAGAIN) break;
            if (n < 0 && n != -Errno.EINTR) {
                end();
                return;
            }
            sent += (int) Math.max(0, n);
        }
        System.arraycopy(out, sent, out, 0, outLength - sent);
        outLength -= sent;
        if (outLength == 0 && out.length > CHUNK) out = new byte[4096];
        try {
            source.interest(outLength > 0 ? Epoll.IN | Epoll.OUT : Epoll.IN);
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
