package weft.gateway;

import java.io.IOException;
import java.util.Optional;
import weft.os.OsException;
import weft.os.Pidfd;

/** A process for good: its number and its start time in clock ticks since boot. */
record ProcessId(int pid, long start) {

    static ProcessId of(int pid) throws IOException {
        return new ProcessId(pid, Pidfd.startTime(pid));
    }

    /** A descriptor of the process; empty if it is gone. */
    Optional<Pidfd> open() {
        try {
            Pidfd fd = Pidfd.open(pid);
            if (isStillIt()) return Optional.of(fd);
            fd.close();
        } catch (OsException e) {
            // There is no such process.
        }
        return Optional.empty();
    }

    // Asked while the descriptor is held: the number cannot change hands between the two.
    private boolean isStillIt() {
        try {
            return Pidfd.startTime(pid) == start;
        } catch (IOException e) {
            return false;
        }
    }
}
