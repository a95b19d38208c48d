package weft.runtime.wasi;

import java.util.Optional;
import weft.api.message.Connection;
import weft.api.message.Files;
import weft.os.Clock;

/** What a guest wants a file's times to be, in nanoseconds since 1970; what is absent stays. */
record Times(Optional<Long> accessed, Optional<Long> modified) {
    private static final int ACCESSED = 1, ACCESSED_NOW = 2, MODIFIED = 4, MODIFIED_NOW = 8;

    /** @throws WasiFailure INVAL if the flags contradict each other, or a time has no name */
    static Times of(long accessed, long modified, int flags) {
        if ((flags & ~15) != 0) throw new WasiFailure(WasiErrno.INVAL);
        return new Times(one(accessed, flags, ACCESSED, ACCESSED_NOW), one(modified, flags, MODIFIED, MODIFIED_NOW));
    }

    private static Optional<Long> one(long nanos, int flags, int given, int now) {
        boolean isGiven = (flags & given) != 0, isNow = (flags & now) != 0;
        if (isGiven && (isNow || nanos < 0)) throw new WasiFailure(WasiErrno.INVAL);
        return isNow ? Optional.of(Clock.REALTIME.nanos()) : isGiven ? Optional.of(nanos) : Optional.empty();
    }

    void set(PortalCalls portal, String path) {
        if (accessed.isPresent() || modified.isPresent()) portal.repeat(Connection.Ok.class, new Files.FsSetTimes(path, accessed, modified));
    }
}
