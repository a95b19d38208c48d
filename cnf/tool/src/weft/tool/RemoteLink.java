package weft.tool;

import aQute.lib.json.JSONCodec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection of bnd's remote launcher, as {@code aQute.remote.util.Link} of bnd 7.3 speaks it. A call is the method's name (as {@link
 * DataOutputStream#writeUTF}), a number (int), the number of arguments (short), then each argument: its length (int) and its JSON, or its
 * bytes if it is bytes. The answer is a call without a name, of the same number with one argument; of the negative number with a text if
 * the call failed. A method without a result is not answered. What is no such call ends the connection.
 */
final class RemoteLink implements AutoCloseable {
    private static final JSONCodec JSON = new JSONCodec();
    private static final int MOST_ARGUMENTS = 8, MOST_BYTES = 64 << 20, PATIENCE_S = 60;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<Integer, CompletableFuture<byte[]>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    // Calls are answered one after the other, in their order.
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("weft-remote-call").factory());

    /** What the client calls. */
    interface Methods {
        /** Whether there is such a method. */
        boolean has(String method, int arguments);

        /** @return the result; {@link #NOTHING} if the method has none @throws Exception what the client is told */
        Object call(String method, List<byte[]> arguments) throws Exception;
    }

    static final Object NOTHING = new Object();

    RemoteLink(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /** Answers until the client ends the connection, or says what is no call. */
    void serve(Methods methods) throws IOException {
        while (true) {
            String method;
            try {
                method = in.readUTF();
            } catch (EOFException e) {
                return;
            }
            int number = in.readInt(), count = in.readShort();
            if (!method.isEmpty() && !methods.has(method, count) || count < 0 || count > MOST_ARGUMENTS) throw new IOException("\"" + printable(method) + "\" with " + count + " arguments is not offered");
            var arguments = new ArrayList<byte[]>();
            for (int i = 0; i < count; i++) arguments.add(bytes());
            if (method.isEmpty()) answered(number, arguments);
            else worker.execute(() -> call(methods, method, number, arguments));
        }
    }

    private static String printable(String text) {
        return text.codePoints().limit(40).map(c -> c < ' ' || c > '~' ? '?' : c).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private byte[] bytes() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) throw new IOException("an argument of " + length + " bytes is too large");
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new EOFException("the connection ended within a call");
        return bytes;
    }

    private void answered(int number, List<byte[]> arguments) throws IOException {
        var waiting = asked.remove(Math.abs(number));
        if (waiting == null || arguments.size() != 1) return;
        if (number > 0) waiting.complete(arguments.getFirst());
        else waiting.completeExceptionally(new IOException(text(arguments.getFirst())));
    }

    private void call(Methods methods, String method, int number, List<byte[]> arguments) {
        try {
            Object result = methods.call(method, arguments);
            if (result != NOTHING) send("", number, result);
        } catch (Exception e) {
            try {
                send("", -number, e.getMessage() == null ? e.toString() : e.getMessage());
            } catch (IOException x) {
                close();
            }
        }
    }

    /** Calls a method of the client. @return its result as it came, JSON or bytes */
    byte[] ask(String method, Object... arguments) throws IOException, InterruptedException {
        int number = numbers.incrementAndGet();
        var answer = new CompletableFuture<byte[]>();
        asked.put(number, answer);
        send(method, number, arguments);
        try {
            return answer.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("the client does not answer " + method);
        } finally {
            asked.remove(number);
        }
    }

    private void send(String method, int number, Object... arguments) throws IOException {
        synchronized (out) {
            out.writeUTF(method);
            out.writeInt(number);
            out.writeShort(arguments.length);
            for (Object a : arguments) {
                byte[] bytes = a instanceof byte[] b ? b : json(a);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
            out.flush();
        }
    }

    private static byte[] json(Object value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            JSON.enc().to(bytes).put(value).flush();
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    static String text(byte[] json) throws IOException {
        return value(json, String.class);
    }

    static <T> T value(byte[] json, Class<T> type) throws IOException {
        try {
            return JSON.dec().from(json).get(type);
        } catch (Exception e) {
            throw new IOException("this is no " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
        asked.values().forEach(a -> a.completeExceptionally(new IOException("the connection ended")));
        try {
            socket.close();
        } catch (IOException e) {
            // It is as good as closed.
        }
    }
}
