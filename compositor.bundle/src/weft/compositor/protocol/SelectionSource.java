package weft.compositor.protocol;

import java.util.Set;
import weft.os.Fd;

/** What a client offers to others by copying or selecting, whatever protocol it speaks. */
public interface SelectionSource {
    Set<String> types();

    /** Has it written to a descriptor, which stays the caller's. */
    void send(String type, Fd fd);

    /** Somebody else offers something instead. */
    void cancelled();
}
