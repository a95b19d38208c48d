package weft.runtime.wasi;

import weft.runtime.guest.Mailbox;

/** Stands for the messages of the app's page: only to be polled; they are taken by {@code weft:app/ipc recv}. */
final class MessageQueue extends Descriptor {
    private final Mailbox mailbox;

    MessageQueue(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    int fileType() {
        return SOCKET_STREAM;
    }

    @Override
    long rights() {
        return Rights.POLL_FD_READWRITE;
    }

    @Override
    Status status() {
        return new Status(SOCKET_STREAM, 0, 0, 0, 0);
    }

    @Override
    long readable() {
        return awaitReadable(0);
    }

    /** The length of the next message, waiting for one for at most {@code nanos} (negative: for ever); 0 if none came. */
    long awaitReadable(long nanos) {
        try {
            byte[] next = mailbox.await(nanos);
            return next == null ? 0 : next.length;
        } catch (InterruptedException e) {
            throw new weft.runtime.engine.GuestExit(0);
        }
    }
}
