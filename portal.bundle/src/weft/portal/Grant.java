package weft.portal;

import java.util.List;
import weft.api.WeftException;
import weft.os.Fd;

/**
 * A folder that a session may reach.
 *
 * @param guest      the parts of its guest path, such as {@code [data]}
 * @param capability what granted it
 * @param root       the folder itself ({@code O_PATH}); no name leads to it any more
 */
public record Grant(List<String> guest, String capability, boolean writable, Fd root) {

    public String guestPath() {
        return "/" + String.join("/", guest);
    }

    /** @throws WeftException DENIED, naming what would allow it, if nothing may be changed here */
    public Grant forWriting() {
        if (writable) return this;
        throw WeftException.denied(capability.replace("fs:read:", "fs:rw:"), guestPath() + " may be read, not changed");
    }
}
