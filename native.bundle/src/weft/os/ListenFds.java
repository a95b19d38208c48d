package weft.os;

import java.util.HashMap;
import java.util.Map;
import weft.ffi.Libc;

/** Sockets handed over by the process that started this one (sd_listen_fds(3)): from descriptor 3 on, with names. */
public final class ListenFds {
    private ListenFds() {}

    /** The sockets by name, now this process's own and closed on exec. Empty where none were passed. */
    public static Map<String, Fd> take(Map<String, String> environment) {
        var out = new HashMap<String, Fd>();
        int count = Integer.parseInt(environment.getOrDefault("LISTEN_FDS", "0"));
        String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":");
        for (int i = 0; i < count; i++) {
            Libc.fcntl(3 + i, 2 /* F_SETFD */, 1 /* FD_CLOEXEC */);
            out.put(i < names.length ? names[i] : "unknown", new Fd(3 + i));
        }
        return out;
    }
}
