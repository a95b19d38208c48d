package weft.proving;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import weft.api.gateway.Caller;
import weft.api.gateway.CallInterceptor;
import weft.api.gateway.SessionFacts;
import weft.api.gateway.Sessions;
import weft.api.message.Doc;
import weft.api.message.Message;
import weft.api.message.Proving.ShadowStatus;
import weft.codec.Envelope;
import weft.codec.MessageTypes;
import weft.stage.host.Differences;
import weft.stage.host.StageFolder;
import weft.stage.host.StageProcess;

/**
 * A build that is shown copies of safe requests, in a process of its own, and whose answers are compared with those that were given. Nobody waits for
 * it: what it is too slow for is not sent, and what was answered while the sessions changed is not compared.
 */
final class Shadow implements CallInterceptor, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("weft.proving");
    private static final int MAX_WAITING = 256, MOST_DIFFERENCES = 50;
    private static final long ANSWER_LIMIT_MS = 5_000;
    private final StageFolder folder;
    private final StageProcess stage;
    private final Sessions sessions;
    private final TreeSet<String> types = new TreeSet<>();
    private final BlockingQueue<Copy> copies = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong same = new AtomicLong(), moved = new AtomicLong(), unsent = new AtomicLong();
    private final List<String> differences = new ArrayList<>();
    private final Thread comparing;
    private long different;
    private volatile Optional<String> ended = Optional.empty();

    private record Copy(Caller caller, Envelope request, Envelope answer, List<SessionFacts> facts) {}

    /** Returns when the build is ready to answer. @throws IOException saying why it is not */
    Shadow(StageFolder folder, Sessions sessions) throws IOException {
        this.folder = folder;
        this.sessions = sessions;
        stage = new StageProcess(folder, sessions.all());
        stage.types().stream().filter(t -> MessageTypes.record(t).getAnnotation(Doc.class).safe()).forEach(types::add);
        comparing = Thread.ofPlatform().daemon().name("weft-shadow").start(this::compare);
    }

    @Override
    public boolean concerns(Caller caller, Envelope request) {
        return ended.isEmpty() && types.contains(request.type());
    }

    @Override
    public Message intercept(Caller caller, Envelope request, Call call) throws Exception {
        var before = sessions.all();
        try {
            Message answer = call.proceed();
            copy(caller, request, Envelope.reply(request.id(), answer), before);
            return answer;
        } catch (Exception e) {
            copy(caller, request, Envelope.failure(request.id(), e), before);
            throw e;
        }
    }

    private void copy(Caller caller, Envelope request, Envelope answer, List<SessionFacts> before) {
        if (!sessions.all().equals(before)) moved.incrementAndGet();
        else if (!copies.offer(new Copy(caller, request, answer, before))) unsent.incrementAndGet();
    }

    private void compare() {
        try {
            while (true) compare(copies.take());
        } catch (InterruptedException e) {
            // The end.
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) ended = Optional.of(e.getMessage());
            LOG.log(Level.INFO, "the shadow has ended: {0}", e.getMessage());
        }
    }

    private void compare(Copy copy) throws IOException, InterruptedException {
        stage.learn(copy.facts);
        var theirs = stage.ask(copy.caller, copy.request, ANSWER_LIMIT_MS);
        var difference = theirs.isEmpty() ? Optional.of("there was no answer within " + ANSWER_LIMIT_MS / 1000 + " s")
                : Differences.first(Differences.kept(copy.answer), Differences.kept(theirs.get()));
        if (difference.isEmpty()) same.incrementAndGet();
        else differs(copy.request.type() + ": " + difference.get());
    }

    private synchronized void differs(String how) {
        different++;
        if (differences.size() < MOST_DIFFERENCES && !differences.contains(how)) differences.add(how);
    }

    synchronized ShadowStatus status() {
        return new ShadowStatus(folder.build().orElseThrow().toString(), folder.jar().toString(), List.copyOf(types), same.get(), different, moved.get(), unsent.get(), List.copyOf(differences), ended);
    }

    @Override
    public void close() throws IOException {
        comparing.interrupt();
        stage.close();
    }
}
