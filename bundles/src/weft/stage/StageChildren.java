package weft.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.SessionState;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Role;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.os.Fd;

/** A process for each living session, of which only the facts are there: nothing reaches it, and none is started. */
record StageChildren(StageSessions sessions) implements Children {
    @Override
    public Child spawn(ChildSpec spec) throws IOException {
        throw new IOException("no process is started here");
    }

    @Override
    public List<Child> all() {
        return sessions.all().stream().filter(f -> !f.is(SessionState.Stopped) && f.child().isPresent()).<Child>map(Seen::new).toList();
    }

    private record Seen(SessionFacts facts) implements Child {
        @Override
        public String id() {
            return facts.child().orElseThrow();
        }

        @Override
        public Role role() {
            return Role.runtime;
        }

        @Override
        public OptionalInt pid() {
            return facts.pid().map(OptionalInt::of).orElse(OptionalInt.empty());
        }

        @Override
        public Optional<SessionId> session() {
            return Optional.of(facts.session());
        }

        @Override
        public void assign(SessionId session) {
            throw new IllegalStateException("it acts for " + facts.session());
        }

        @Override
        public long startedMs() {
            return facts.requestedMs();
        }

        @Override
        public boolean adopted() {
            return true;
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public Optional<FirstLine> firstLine() {
            return Optional.empty();
        }

        @Override
        public Optional<Exit> exit() {
            return Optional.empty();
        }

        @Override
        public Path log() {
            return Path.of("/dev/null");
        }

        @Override
        public void send(Envelope event, Fd... descriptors) {}

        @Override
        public CompletableFuture<Message> request(Message message, Optional<SessionId> session) {
            return CompletableFuture.failedFuture(new WeftException(ErrorCode.UNAVAILABLE, "nothing reaches a process from here"));
        }

        @Override
        public void kill(String cause) {}

        @Override
        public void forget() {}
    }
}
