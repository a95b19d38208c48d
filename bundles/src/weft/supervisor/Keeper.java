package weft.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import weft.os.Wait;

/** One service over its lives: running, or waiting for its next start. For the supervisor's thread. */
final class Keeper {
    private final Service service;
    private final Path log;
    private final Listeners listeners;
    private final Children children;
    private final Consumer<Event> remarks;
    private final Restarts restarts = new Restarts();
    private Running running;
    private boolean begun, ready;
    private long due = Long.MAX_VALUE;

    Keeper(Service service, Path log, Listeners listeners, Children children, Consumer<Event> remarks) {
        this.service = service;
        this.log = log;
        this.listeners = listeners;
        this.children = children;
        this.remarks = remarks;
    }

    Service service() {
        return service;
    }

    String name() {
        return service.name();
    }

    void start() throws IOException {
        due = Long.MAX_VALUE;
        running = Running.start(begun ? service : service.atFirst(), listeners, log, children, remarks);
        begun = true;
    }

    Optional<Running> running() {
        return Optional.ofNullable(running);
    }

    Optional<Integer> pid() {
        return running().map(Running::pid);
    }

    boolean ready() {
        return ready;
    }

    void isReady() {
        ready = true;
    }

    /** Notes the death of the running process; returns whether it is to be started again. */
    boolean ended(Wait.Exit exit) {
        running.close();
        running = null;
        OptionalLong delay = switch (exit.code()) {
            case Supervisor.AGAIN -> OptionalLong.of(0);
            case Supervisor.USAGE -> OptionalLong.empty();
            default -> restarts.afterDeath(System.nanoTime());
        };
        delay.ifPresent(ms -> due = System.nanoTime() + ms * 1_000_000);
        return delay.isPresent();
    }

    boolean due(long now) {
        return due != Long.MAX_VALUE && due - now <= 0;
    }

    /** Nanoseconds until it must be started; {@link Long#MAX_VALUE} if there is nothing to start. */
    long nanosUntilDue(long now) {
        return due == Long.MAX_VALUE ? Long.MAX_VALUE : due - now;
    }
}
