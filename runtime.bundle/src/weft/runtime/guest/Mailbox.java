package weft.runtime.guest;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Messages for the guest, as JSON text, in the order they came. The gateway's thread puts, the guest's thread takes. Bounded. */
public final class Mailbox {
    private static final int MAX_MESSAGES = 256, MAX_BYTES = 4 << 20;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    private int bytes;

    /** Adds a message from the page; {@code false} if the guest does not take them fast enough and there is no more room. */
    public boolean put(byte[] message) {
        return add(message, MAX_MESSAGES, MAX_BYTES);
    }

    /** Adds an event of the system's own: those find room even when messages no longer do. */
    public void event(String json) {
        add(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), MAX_MESSAGES + 16, MAX_BYTES + 4096);
    }

    private boolean add(byte[] message, int maxMessages, int maxBytes) {
        lock.lock();
        try {
            if (messages.size() >= maxMessages || message.length > maxBytes - bytes) return false;
            messages.add(message);
            bytes += message.length;
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a message for at most {@code nanos} (negative: for ever) and returns it without taking it; null if none came. */
    public byte[] await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (messages.isEmpty()) {
                if (nanos < 0) arrived.await();
                else if (nanos == 0) return null;
                else nanos = Math.max(0, arrived.awaitNanos(nanos));
            }
            return messages.peek();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the message that {@link #await} returned. */
    public void remove() {
        lock.lock();
        try {
            bytes -= messages.remove().length;
        } finally {
            lock.unlock();
        }
    }

    /** A time-out in milliseconds, as guests give it, in nanoseconds. */
    static long nanos(int timeoutMs) {
        return timeoutMs < 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }
}
