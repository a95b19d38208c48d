package weft.runtime.wasi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import weft.api.message.Connection;
import weft.api.message.Files;
import weft.runtime.engine.GuestMemory;

/** The functions path_*. No guest makes a link or reads one; what is asked to be followed is refused. */
final class PathFunctions {
    private static final int FOLLOW = 1, CREATE = 1, DIRECTORY = 2, EXCLUSIVE = 4, TRUNCATE = 8;
    private final DescriptorTable table;
    private final PortalCalls portal;

    PathFunctions(DescriptorTable table, PortalCalls portal) {
        this.table = table;
        this.portal = portal;
    }

    void register(Wasi wasi) {
        wasi.add("path_open", (m, a) -> {
            m.require(a[8], 4);
            m.putInt(a[8], table.add(open(folder(a[0], Rights.PATH_OPEN), text(m, a[2], a[3]), (int) a[4], a[5], a[6], (int) a[7])));
        });
        wasi.add("path_filestat_get", (m, a) -> {
            var status = status(folder(a[0], Rights.PATH_FILESTAT_GET), text(m, a[2], a[3]));
            if ((a[1] & FOLLOW) != 0 && status.kind() == 0) throw new WasiFailure(WasiErrno.LOOP);
            DescriptorFunctions.putStatus(m, a[4], status);
        });
        wasi.add("path_create_directory", (m, a) ->
                portal.ask(Connection.Ok.class, new Files.FsMkdir(folder(a[0], Rights.PATH_CREATE_DIRECTORY).resolve(text(m, a[1], a[2])))));
        wasi.add("path_remove_directory", (m, a) -> removeFolder(folder(a[0], Rights.PATH_REMOVE_DIRECTORY), text(m, a[1], a[2])));
        wasi.add("path_unlink_file", (m, a) -> unlink(folder(a[0], Rights.PATH_UNLINK_FILE), text(m, a[1], a[2])));
        wasi.add("path_rename", (m, a) -> rename(folder(a[0], Rights.PATH_RENAME_SOURCE), text(m, a[1], a[2]),
                folder(a[3], Rights.PATH_RENAME_TARGET), text(m, a[4], a[5])));
        wasi.add("path_readlink", (m, a) -> {
            status(folder(a[0], Rights.PATH_READLINK), text(m, a[1], a[2]));
            throw new WasiFailure(WasiErrno.INVAL);
        });
        wasi.refuse(WasiErrno.NOTSUP, "path_symlink", "path_link");
        wasi.add("path_filestat_set_times", (m, a) -> setTimes(folder(a[0], Rights.PATH_FILESTAT_SET_TIMES), text(m, a[2], a[3]), Times.of(a[4], a[5], (int) a[6])));
    }

    private Folder folder(long fd, long rights) {
        Folder folder = table.get(fd).folder();
        folder.require(rights);
        return folder;
    }

    private static String text(GuestMemory memory, long address, long length) {
        memory.require(address, length);
        if (length > Folder.MAX_PATH) throw new WasiFailure(WasiErrno.NAMETOOLONG);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(memory.read(address, length))).toString();
        } catch (CharacterCodingException e) {
            throw new WasiFailure(WasiErrno.ILSEQ);
        }
    }

    private Descriptor open(Folder folder, String relative, int how, long base, long inheriting, int flags) {
        if ((how & ~(CREATE | DIRECTORY | EXCLUSIVE | TRUNCATE)) != 0 || (flags & ~Descriptor.FLAGS) != 0) throw new WasiFailure(WasiErrno.INVAL);
        if ((how & CREATE) != 0) folder.require(Rights.PATH_CREATE_FILE);
        if ((how & TRUNCATE) != 0) folder.require(Rights.PATH_FILESTAT_SET_SIZE);
        // Bits that mean nothing here are not missed; a right that the folder gave up is.
        if (((base | inheriting) & folder.inheritedRights() & ~folder.inheriting()) != 0) throw new WasiFailure(WasiErrno.NOTCAPABLE);
        String path = folder.resolve(relative);
        boolean wantsFolder = (how & DIRECTORY) != 0 || namesFolder(relative);
        Descriptor opened = wantsFolder ? openFolder(path, how) : openFile(path, how, base, flags);
        if (wantsFolder && (base & Rights.FD_WRITE) != 0) throw new WasiFailure(WasiErrno.ISDIR);
        opened.narrow(base, inheriting);
        return opened;
    }

    private Descriptor openFile(String path, int how, long base, int flags) {
        boolean write = (base & Rights.CHANGING) != 0, read = (base & Rights.FD_READ) != 0 || !write, truncate = (how & TRUNCATE) != 0;
        var mode = new RegularFile.Mode(read, write || truncate, flags);
        try {
            return RegularFile.open(portal, path, mode, (how & CREATE) != 0, (how & EXCLUSIVE) != 0, truncate);
        } catch (WasiFailure e) {
            // Opening a folder merely to look at it is allowed without saying so.
            if (e.errno != WasiErrno.ISDIR || write || (how & (CREATE | TRUNCATE)) != 0) throw e;
            return openFolder(path, 0);
        }
    }

    private Folder openFolder(String path, int how) {
        if ((how & (CREATE | TRUNCATE)) != 0) throw new WasiFailure((how & DIRECTORY) != 0 ? WasiErrno.INVAL : WasiErrno.ISDIR);
        var folder = new Folder(portal, path);
        if (folder.status().kind() != Descriptor.DIRECTORY) throw new WasiFailure(WasiErrno.NOTDIR);
        return folder;
    }

    private Descriptor.Status status(Folder folder, String relative) {
        var status = Folder.status(portal.repeat(Files.FsStatus.class, new Files.FsStat(folder.resolve(relative))));
        if (namesFolder(relative) && status.kind() != Descriptor.DIRECTORY) throw new WasiFailure(WasiErrno.NOTDIR);
        return status;
    }

    private void setTimes(Folder folder, String relative, Times times) {
        status(folder, relative);
        times.set(portal, folder.resolve(relative));
    }

    private void removeFolder(Folder folder, String relative) {
        String path = folder.resolve(relative);
        switch (lastName(relative)) {
            case "." -> throw new WasiFailure(WasiErrno.INVAL);
            case ".." -> throw new WasiFailure(WasiErrno.NOTEMPTY);
            default -> portal.ask(Connection.Ok.class, new Files.FsRemove(path, true));
        }
    }

    private void unlink(Folder folder, String relative) {
        if (namesFolder(relative)) {
            status(folder, relative);
            throw new WasiFailure(WasiErrno.ISDIR);
        }
        portal.ask(Connection.Ok.class, new Files.FsRemove(folder.resolve(relative), false));
    }

    private void rename(Folder fromFolder, String from, Folder toFolder, String to) {
        String source = fromFolder.resolve(from), target = toFolder.resolve(to);
        busyIfDots(from, to);
        if (namesFolder(from) || namesFolder(to)) {
            if (status(fromFolder, from).kind() != Descriptor.DIRECTORY) throw new WasiFailure(WasiErrno.NOTDIR);
        }
        portal.ask(Connection.Ok.class, new Files.FsRename(source, target));
        table.moved(source, target);
    }

    // Neither a folder nor its parent can be renamed by such a name.
    private static void busyIfDots(String from, String to) {
        for (String name : new String[] {lastName(from), lastName(to)})
            if (name.equals(".") || name.equals("..")) throw new WasiFailure(WasiErrno.BUSY);
    }

    /** Whether only a folder can be meant. */
    private static boolean namesFolder(String relative) {
        return relative.endsWith("/") || lastName(relative).equals(".") || lastName(relative).equals("..");
    }

    private static String lastName(String relative) {
        int end = relative.length();
        while (end > 0 && relative.charAt(end - 1) == '/') end--;
        return relative.substring(relative.lastIndexOf('/', end - 1) + 1, end);
    }
}
