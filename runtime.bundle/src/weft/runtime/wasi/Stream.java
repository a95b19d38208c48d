package weft.runtime.wasi;

import weft.runtime.guest.GuestLog;

/** Standard output and error, which go to the log; standard input, which is empty. */
final class Stream extends Descriptor {
    private final GuestLog.Stream out;

    private Stream(GuestLog.Stream out) {
        this.out = out;
    }

    static Stream input() {
        return new Stream(null);
    }

    static Stream output(GuestLog.Stream log) {
        return new Stream(log);
    }

    @Override
    int fileType() {
        return CHARACTER_DEVICE;
    }

    @Override
    long rights() {
        return (out == null ? Rights.FD_READ : Rights.FD_WRITE) | Rights.FD_FILESTAT_GET | Rights.POLL_FD_READWRITE;
    }

    @Override
    Status status() {
        return new Status(CHARACTER_DEVICE, 0, 0, 0, 0);
    }

    @Override
    byte[] read(int length) {
        if (out != null) throw new WasiFailure(WasiErrno.BADF);
        return new byte[0];
    }

    @Override
    int write(byte[] bytes) {
        if (out == null) throw new WasiFailure(WasiErrno.BADF);
        out.write(bytes);
        return bytes.length;
    }

    @Override
    long readable() {
        return 0;
    }

    @Override
    boolean ended() {
        return true;
    }

    @Override
    void close() {
        if (out != null) out.flush();
    }
}
