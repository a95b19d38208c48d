package weft.runtime.wasi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import weft.api.message.Connection;
import weft.api.message.Files;
import weft.runtime.engine.GuestMemory;

/** The functions path_*. Links exist for no guest: making or reading one is refused. */
final class PathFunctions {
    private static final int CREATE = 1, DIRECTORY = 2, EXCLUSIVE = 4, TRUNCATE = 8;
    private final DescriptorTable table;
    private final PortalCalls portal;

    PathFunctions(DescriptorTable table, PortalCalls portal) {
        this.table = table;
        this.portal = portal;
    }

    void register(Wasi wasi) {
        wasi.add("path_open", (m, a) -> m.putInt(a[8],
                table.add(open(folder(a[0]), text(m, a[2], a[3]), (int) a[4], a[5], (int) a[7]))));
        wasi.add("path_filestat_get", (m, a) -> DescriptorFunctions.putStatus(m, a[4], status(folder(a[0]), text(m, a[2], a[3]))));
        wasi.add("path_create_directory", (m, a) ->
                portal.ask(Connection.Ok.class, new Files.FsMkdir(folder(a[0]).resolve(text(m, a[1], a[2])))));
        wasi.add("path_remove_directory", (m, a) ->
                portal.ask(Connection.Ok.class, new Files.FsRemove(folder(a[0]).resolve(text(m, a[1], a[2])), true)));
        wasi.add("path_unlink_file", (m, a) -> unlink(folder(a[0]), text(m, a[1], a[2])));
        wasi.add("path_rename", (m, a) -> rename(folder(a[0]), text(m, a[1], a[2]), folder(a[3]), text(m, a[4], a[5])));
        wasi.add("path_readlink", (m, a) -> {
            status(folder(a[0]), text(m, a[1], a[2]));
            throw new WasiFailure(WasiErrno.INVAL);
        });
        wasi.refuse(WasiErrno.NOTSUP, "path_symlink", "path_link", "path_filestat_set_times");
    }

    private Folder folder(long fd) {
        return table.get(fd).folder();
    }

    private static String text(GuestMemory memory, long address, long length) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(memory.read(address, length))).toString();
        } catch (CharacterCodingException e) {
            throw new WasiFailure(WasiErrno.ILSEQ);
        }
    }

    private Descriptor open(Folder folder, String relative, int how, long rights, int flags) {
        String path = folder.resolve(relative);
        boolean slash = relative.endsWith("/");
        boolean write = (rights & Descriptor.FD_WRITE) != 0, read = (rights & Descriptor.FD_READ) != 0 || !write;
        if ((how & DIRECTORY) != 0 || slash) return openFolder(path, how);
        var mode = new RegularFile.Mode(read, write, (flags & Descriptor.APPEND) != 0);
        try {
            return RegularFile.open(portal, path, mode, (how & CREATE) != 0, (how & EXCLUSIVE) != 0, (how & TRUNCATE) != 0);
        } catch (WasiFailure e) {
            // Opening a folder merely to look at it is allowed without saying so.
            if (e.errno != WasiErrno.ISDIR || write || (how & (CREATE | TRUNCATE)) != 0) throw e;
            return openFolder(path, 0);
        }
    }

    private Folder openFolder(String path, int how) {
        if ((how & (CREATE | EXCLUSIVE | TRUNCATE)) != 0) throw new WasiFailure(WasiErrno.INVAL);
        var folder = new Folder(portal, path);
        if (folder.status().kind() != Descriptor.DIRECTORY) throw new WasiFailure(WasiErrno.NOTDIR);
        return folder;
    }

    private Descriptor.Status status(Folder folder, String relative) {
        var status = Folder.status(portal.repeat(Files.FsStatus.class, new Files.FsStat(folder.resolve(relative))));
        if (relative.endsWith("/") && status.kind() != Descriptor.DIRECTORY) throw new WasiFailure(WasiErrno.NOTDIR);
        return status;
    }

    private void unlink(Folder folder, String relative) {
        if (relative.endsWith("/")) {
            throw new WasiFailure(status(folder, relative).kind() == Descriptor.DIRECTORY ? WasiErrno.ISDIR : WasiErrno.NOTDIR);
        }
        portal.ask(Connection.Ok.class, new Files.FsRemove(folder.resolve(relative), false));
    }

    private void rename(Folder fromFolder, String from, Folder toFolder, String to) {
        if (from.endsWith("/") || to.endsWith("/")) {
            if (status(fromFolder, from).kind() != Descriptor.DIRECTORY) throw new WasiFailure(WasiErrno.NOTDIR);
        }
        String source = fromFolder.resolve(from), target = toFolder.resolve(to);
        portal.ask(Connection.Ok.class, new Files.FsRename(source, target));
        table.moved(source, target);
    }
}
