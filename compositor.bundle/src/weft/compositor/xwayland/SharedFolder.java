package weft.compositor.xwayland;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The folder of X servers' sockets, which all users share: nobody but root and this user may be able to take them out of it. */
final class SharedFolder {
    private static final int STICKY = 01000, ALL = 0777, OTHERS_WRITE = 022;

    private SharedFolder() {}

    /** @throws IOException if it is not there and cannot be made, or others could change what is in it */
    static void require(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
            Files.setAttribute(folder, "unix:mode", STICKY | ALL);
            return;
        } catch (FileAlreadyExistsException e) {
            // As usual.
        }
        var facts = Files.readAttributes(folder, "unix:mode,uid,isDirectory", LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(facts.get("isDirectory"))) throw new IOException(folder + " is not a folder");
        int owner = (Integer) facts.get("uid"), mode = (Integer) facts.get("mode");
        int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (owner != 0 && owner != self) throw new IOException(folder + " belongs to another user");
        if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) throw new IOException(folder + " lets others remove sockets (mode " + Integer.toOctalString(mode & 07777) + ")");
    }
}
