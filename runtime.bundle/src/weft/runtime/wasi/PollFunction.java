package weft.runtime.wasi;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import weft.os.Clock;
import weft.runtime.engine.GuestExit;
import weft.runtime.engine.GuestMemory;

/** poll_oneoff: sleeping, and waiting for messages. Files are always ready, as everywhere. */
final class PollFunction {
    private static final int SUBSCRIPTION = 48, EVENT = 32, MAX = 1024, CLOCK = 0, READ = 1, WRITE = 2, ABSOLUTE = 1, HANGUP = 1;
    private final DescriptorTable table;
    private final MessageQueue messages;

    PollFunction(DescriptorTable table, MessageQueue messages) {
        this.table = table;
        this.messages = messages;
    }

    void register(Wasi wasi) {
        wasi.add("poll_oneoff", (m, a) -> {
            m.require(a[3], 4);
            m.putInt(a[3], poll(m, a[0], a[1], a[2]));
        });
    }

    private record Event(long user, int error, int kind, long bytes, int flags) {}

    /** A wait that is not over yet: {@code deadline} by System.nanoTime for clocks. */
    private record Wait(long user, int kind, long deadline) {}

    // struct subscription: userdata@0, tag@8, then clock: id@16, timeout@24, flags@40; or fd@16
    private int poll(GuestMemory memory, long in, long out, long count) {
        if (count == 0 || count > MAX) throw new WasiFailure(WasiErrno.INVAL);
        memory.require(in, count * SUBSCRIPTION);
        memory.require(out, count * EVENT);
        var events = new ArrayList<Event>();
        var waits = new ArrayList<Wait>();
        long now = System.nanoTime();
        for (long s = in; s < in + count * SUBSCRIPTION; s += SUBSCRIPTION) {
            long user = memory.getLong(s);
            int kind = memory.getInt(s + 8) & 255;
            if (kind == CLOCK) subscribe(user, memory.getInt(s + 16), memory.getLong(s + 24), memory.getInt(s + 40) & 0xffff, now, events, waits);
            else if (kind == READ || kind == WRITE) subscribe(user, kind, memory.getInt(s + 16), events, waits);
            else throw new WasiFailure(WasiErrno.INVAL);
        }
        while (events.isEmpty()) await(waits, events);
        for (Event e : events) {
            put(memory, out, e);
            out += EVENT;
        }
        return events.size();
    }

    private static void subscribe(long user, int clock, long timeout, int flags, long now, List<Event> events, List<Wait> waits) {
        boolean absolute = (flags & ABSOLUTE) != 0;
        // A clock of the time spent computing stands still while one waits for it.
        if ((flags & ~ABSOLUTE) != 0 || clock < 0 || clock > Clock.MONOTONIC.ordinal()) {
            events.add(new Event(user, clock < 0 || clock >= Clock.values().length || (flags & ~ABSOLUTE) != 0 ? WasiErrno.INVAL : WasiErrno.NOTSUP, CLOCK, 0, 0));
            return;
        }
        // Unsigned; half the range of nanoseconds is as good as for ever, and cannot overflow.
        long time = timeout < 0 ? Long.MAX_VALUE : timeout;
        long wait = absolute ? time - ProcessFunctions.clock(clock).nanos() : time;
        waits.add(new Wait(user, CLOCK, now + Math.clamp(wait, 0, Long.MAX_VALUE / 2)));
    }

    private void subscribe(long user, int kind, int fd, List<Event> events, List<Wait> waits) {
        try {
            Descriptor d = table.get(fd & 0xffffffffL, Rights.POLL_FD_READWRITE);
            if (kind == WRITE) {
                events.add(new Event(user, d == messages ? WasiErrno.BADF : 0, kind, d == messages ? 0 : 1, 0));
            } else {
                long bytes = d.readable();
                if (d == messages && bytes == 0) waits.add(new Wait(user, READ, 0));
                else events.add(new Event(user, 0, kind, bytes, d.ended() ? HANGUP : 0));
            }
        } catch (WasiFailure e) {
            events.add(new Event(user, e.errno, kind, 0, 0));
        }
    }

    private void await(List<Wait> waits, List<Event> events) {
        var clocks = waits.stream().filter(w -> w.kind == CLOCK).toList();
        var readers = waits.stream().filter(w -> w.kind == READ).toList();
        long nanos = clocks.stream().mapToLong(w -> w.deadline - System.nanoTime()).min().orElse(-1);
        if (!clocks.isEmpty()) nanos = Math.max(0, nanos);
        if (readers.isEmpty()) sleep(nanos);
        else {
            long bytes = messages.awaitReadable(nanos);
            if (bytes > 0) readers.forEach(w -> events.add(new Event(w.user, 0, READ, bytes, 0)));
        }
        long now = System.nanoTime();
        for (Wait w : clocks) if (w.deadline - now <= 0) events.add(new Event(w.user, 0, CLOCK, 0, 0));
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            throw new GuestExit(0);
        }
    }

    // struct event: userdata@0, error@8, type@10, bytes@16, flags@24
    private static void put(GuestMemory memory, long address, Event e) {
        memory.putLong(address, e.user);
        memory.putLong(address + 8, e.error | (long) e.kind << 16);
        memory.putLong(address + 16, e.bytes);
        memory.putLong(address + 24, e.flags);
    }
}
