package weft.platform.test;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weft.api.gateway.Children;
import weft.api.message.Connection.Hello;
import weft.api.message.Connection.Role;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.os.Fd;
import weft.os.UnixSocket;

/** Where a test meets its {@link Puppet}s: makes the commands that start them, and holds their strings. */
public final class PuppetStage implements AutoCloseable {
    private static final long LIMIT_S = 60;
    private final Path socket;
    private final Fd listener;
    private final Map<String, BlockingQueue<Fd>> arrivals = new ConcurrentHashMap<>();
    private final BlockingQueue<String> born = new LinkedBlockingQueue<>();
    private final List<Fd> open = java.util.Collections.synchronizedList(new ArrayList<>());

    public PuppetStage(Path folder) throws IOException {
        socket = folder.resolve("stage.sock");
        listener = UnixSocket.listen(socket, 64);
        Thread.ofPlatform().daemon().name("stage").start(this::accept);
    }

    /** Starts a puppet whose name is its birth token. */
    public Children.Command command(String token) {
        List<String> argv = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"), Puppet.class.getName(), socket.toString());
        return new Children.Command(argv, Map.of("WEFT_TOKEN", token));
    }

    private void accept() {
        try {
            while (true) {
                Fd fd = UnixSocket.accept(listener);
                open.add(fd);
                introduce(fd);
            }
        } catch (IOException e) {
            // The stage is closed.
        }
    }

    private void introduce(Fd fd) throws IOException {
        try {
            String introduction = line(fd);
            queue(introduction).add(fd);
            if (introduction.startsWith("orders ")) born.add(introduction.substring(7));
        } catch (EOFException e) {
            // It was killed before it could say who it is; the next one may come.
        }
    }

    /** How many descriptors it holds: one for each puppet's orders and each of its connections, until it is closed. */
    public int opened() {
        return open.size();
    }

    private BlockingQueue<Fd> queue(String introduction) {
        return arrivals.computeIfAbsent(introduction, i -> new LinkedBlockingQueue<>());
    }

    private static String line(Fd fd) throws IOException {
        var text = new StringBuilder();
        byte[] one = new byte[1];
        while (true) {
            if (fd.read(one, 0, 1) == 0) throw new EOFException("the puppet is gone");
            if (one[0] == '\n') return text.toString();
            text.append((char) one[0]);
        }
    }

    private static <T> T take(BlockingQueue<T> queue, String what) throws Exception {
        T t = queue.poll(LIMIT_S, TimeUnit.SECONDS);
        if (t == null) throw new TimeoutException(what);
        return t;
    }

    /** The next puppet that has come to life. */
    public Strings next() throws Exception {
        String token = take(born, "a puppet");
        return new Strings(token, take(queue("orders " + token), "the orders of a puppet"));
    }

    /** One puppet in a test's hands. */
    public final class Strings {
        public final String token;
        private final Fd orders;

        Strings(String token, Fd orders) {
            this.token = token;
            this.orders = orders;
        }

        /** Gives an order; returns when it is carried out. */
        public void order(String order) throws IOException {
            byte[] bytes = (order + "\n").getBytes();
            orders.write(bytes, 0, bytes.length);
            line(orders);
        }

        /** Gives an order that it does not survive. */
        public void lastOrder(String order) throws IOException {
            byte[] bytes = (order + "\n").getBytes();
            orders.write(bytes, 0, bytes.length);
        }

        /** Opens a connection to a socket, through which the test speaks in its name. */
        public Line connect(String name, Path to) throws Exception {
            order("connect " + name + " " + to);
            return new Line(take(queue(name + " " + token), "connection " + name));
        }

        /** As {@link #connect}, and says HELLO. */
        public Line hello(Role role, Path to) throws Exception {
            Line line = connect(role.name(), to);
            line.welcome = line.ask(new Hello(role, java.util.Optional.of(token)));
            return line;
        }
    }

    /** A connection that a puppet holds and a test speaks on. */
    public static final class Line {
        final Frames frames;
        private final Fd fd;
        private long numbers;
        public Message welcome;

        Line(Fd fd) {
            this.fd = fd;
            frames = new Frames(fd);
        }

        public Message ask(Message request) throws IOException {
            return ask(request, null).answer();
        }

        /** Asks in the name of a session's page; events that come before the answer are dropped. */
        public Envelope ask(Message request, weft.api.SessionId session) throws IOException {
            long number = ++numbers;
            send(Envelope.request(number, request), session);
            while (true) {
                Envelope e = read();
                if (e.re() == number) return e;
            }
        }

        public void send(Envelope envelope, weft.api.SessionId session) throws IOException {
            frames.write(session == null ? envelope : envelope.withSession(session));
        }

        public Envelope read() throws IOException {
            return frames.read().envelope();
        }

        /** The next event of a type; others are dropped. */
        public Envelope await(String type) throws IOException {
            while (true) {
                Envelope e = read();
                if (e.type().equals(type)) return e;
            }
        }

        /** Whether the other side has closed; what still comes is dropped. */
        public void awaitEnd() throws IOException {
            try {
                while (true) read();
            } catch (EOFException e) {
                // As it should be.
            }
        }

        public void raw(byte[] bytes) throws IOException {
            fd.write(bytes, 0, bytes.length);
        }
    }

    /** Lets go of the strings of all puppets so far; those that live end. */
    public void release() {
        synchronized (open) {
            open.forEach(Fd::close);
            open.clear();
        }
    }

    /** Ends every puppet that is left: their orders are over. */
    @Override
    public void close() {
        synchronized (open) {
            open.forEach(UnixSocket::shutdown);
        }
        UnixSocket.shutdown(listener);
    }
}
