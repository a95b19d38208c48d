package weft.portal;

import java.util.List;
import java.util.Optional;
import weft.api.WeftException;
import weft.os.Fd;

/**
 * A folder, or one file, that a session may reach.
 *
 * @param guest      the parts of its guest path, such as {@code [data]}
 * @param capability what granted it
 * @param root       the folder itself ({@code O_PATH}); no name leads to it any more
 * @param only       the one file in that folder that is granted; empty: all that is in it
 * @param expiresMs  when it ends, in milliseconds since 1970; 0: not by itself
 */
public record Grant(List<String> guest, String capability, boolean writable, Fd root, Optional<String> only, long expiresMs) {

    public String guestPath() {
        return "/" + String.join("/", guest);
    }

    /** Whether it is the app's own data, which is nobody else's. */
    public boolean isOwnData() {
        return guest.equals(List.of("data"));
    }

    /** @throws WeftException DENIED, naming what would allow it, if nothing may be changed here */
    public Grant forWriting() {
        if (writable) return this;
        throw WeftException.denied(capability.replace("fs:read:", "fs:rw:"), guestPath() + " may be read, not changed");
    }
}
