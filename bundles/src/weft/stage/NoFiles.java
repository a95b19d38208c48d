package weft.stage;

import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.OpenFiles;

/** No file is opened here. */
final class NoFiles implements OpenFiles {
    @Override
    public int add(SessionId session, OpenFile file) {
        file.fd().close();
        throw WeftException.file(ErrorCode.DENIED, "no file is opened here", "EACCES");
    }

    @Override
    public <T> T use(SessionId session, int handle, Work<T> work) {
        throw unknown();
    }

    @Override
    public void close(SessionId session, int handle) {
        throw unknown();
    }

    private static WeftException unknown() {
        return WeftException.file(ErrorCode.INVALID, "there is no such handle", "EBADF");
    }

    @Override
    public void revoke(SessionId session, String grant, WeftException why) {}

    @Override
    public int count(SessionId session) {
        return 0;
    }
}
