package weft.stage.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import weft.api.gateway.Caller;
import weft.api.gateway.SessionFacts;
import weft.codec.Envelope;
import weft.codec.Json;
import weft.codec.RecordTree;

/**
 * A platform process with a build in it that serves nobody: sandboxed by bwrap(1), it can write nothing but its own folder, reach
 * no network and no socket of the session; it knows the facts that it is told, and answers. Closing it ends it. For one thread at a time.
 */
public final class StageProcess implements AutoCloseable {
    private static final int START_LIMIT_S = 60;
    private final StageFolder folder;
    private final Process process;
    private final SocketChannel channel;
    private final BlockingQueue<Map<String, Object>> told = new ArrayBlockingQueue<>(256);
    private final Set<String> types = new TreeSet<>();
    private List<SessionFacts> known;
    private long numbers;

    /** @throws IOException saying why it does not start, or that the build answers no requests */
    public StageProcess(StageFolder folder, List<SessionFacts> facts) throws IOException {
        this.folder = folder;
        known = facts;
        Path socket = folder.socket();
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket))) {
            process = folder.command().start();
            process.onExit().thenRun(() -> close(listener));
            CompletableFuture.delayedExecutor(START_LIMIT_S, TimeUnit.SECONDS).execute(() -> close(listener));
            channel = listener.accept();
        } catch (java.nio.channels.ClosedChannelException e) {
            String words = folder.lastWords();
            folder.remove();
            throw new IOException("the process for the build has not started: " + words, e);
        }
        Thread.ofPlatform().daemon().name("weft-stage-reader").start(this::read);
        tell(Map.of("facts", facts.stream().map(RecordTree::write).toList()));
        awaitTypes();
    }

    private static void close(ServerSocketChannel listener) {
        try {
            listener.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void awaitTypes() throws IOException {
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_S);
            while (types.isEmpty() || !types.containsAll(folder.expected())) {
                var next = told.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null || next.isEmpty()) {
                    String words = folder.lastWords();
                    close();
                    throw new IOException("the build does not offer to answer requests: " + words);
                }
                if (next.get("problem") instanceof String problem) {
                    close();
                    throw new IOException("it does not start: " + problem);
                }
                take(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void take(Map<String, Object> message) {
        if (message.get("types") instanceof List<?> now) now.forEach(t -> types.add((String) t));
    }

    /** The requests that the build answers. */
    public Set<String> types() {
        return Set.copyOf(types);
    }

    /** What it knows of the sessions from now on. */
    public void learn(List<SessionFacts> facts) throws IOException {
        if (facts.equals(known)) return;
        known = facts;
        tell(Map.of("facts", facts.stream().map(RecordTree::write).toList()));
    }

    /** @return its answer, an ERROR too; empty if there is none within the limit @throws IOException if the process has ended */
    public Optional<Envelope> ask(Caller caller, Envelope request, long limitMs) throws IOException, InterruptedException {
        long number = ++numbers;
        var call = new HashMap<String, Object>(Map.of("n", number, "role", caller.role().name(), "pid", caller.pid(), "request", request.toTree()));
        caller.session().ifPresent(s -> call.put("session", s.value()));
        tell(call);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (true) {
            var next = told.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) return Optional.empty();
            if (next.isEmpty()) throw new IOException("its process has ended: " + folder.lastWords());
            take(next);
            if (Long.valueOf(number).equals(next.get("n"))) return Optional.of(Envelope.fromTree(next.get("answer")));
        }
    }

    private void tell(Map<String, Object> tree) throws IOException {
        var bytes = ByteBuffer.wrap(Json.lineBytes(tree));
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    @SuppressWarnings("unchecked")
    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) told.put((Map<String, Object>) Json.read(line));
        } catch (IOException e) {
            // As good as the end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        told.offer(Map.of());
    }

    /** Ends the process, and removes its folder. */
    @Override
    public void close() throws IOException {
        channel.close();
        try {
            if (!process.waitFor(START_LIMIT_S, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        folder.remove();
    }
}
