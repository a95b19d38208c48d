package weft.compositor.protocol;

import java.util.ArrayList;
import java.util.List;
import weft.wayland.protocol.server.ExtSessionLockManagerV1;
import weft.wayland.protocol.server.ExtSessionLockSurfaceV1;
import weft.wayland.protocol.server.ExtSessionLockV1;
import weft.wayland.protocol.server.WlOutput;
import weft.wayland.protocol.server.WlSurface;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/**
 * {@code ext_session_lock_manager_v1}, for privileged clients: while it holds, only the locker's surfaces are shown and have
 * input. A locker that dies leaves the session locked; another may take over.
 */
final class SessionLock implements ExtSessionLockManagerV1.Requests {
    private final Globals globals;
    private Lock holder;

    SessionLock(Display display, Globals globals) {
        this.globals = globals;
        display.addGlobal(ExtSessionLockManagerV1.TYPE, 1, Client::isPrivileged, m -> m.setRequests(this));
    }

    @Override
    public void lock(ExtSessionLockManagerV1 self, ExtSessionLockV1 id) {
        if (holder != null) {
            id.setRequests(new Refused());
            id.sendFinished();
            return;
        }
        var lock = new Lock(id);
        holder = lock;
        id.setRequests(lock);
        id.onDestroy(() -> {
            if (holder == lock) holder = null;
        });
        globals.workspace().desktop().lock(true);
        globals.stage().damageAll();
        // Not before nothing of the session is on the screen any more.
        globals.screen().afterNextFrames(() -> {
            lock.locked = true;
            id.sendLocked();
        });
    }

    /** A lock that was not given: whoever asked has to let it go. */
    private static final class Refused implements ExtSessionLockV1.Requests {
        @Override
        public void getLockSurface(ExtSessionLockV1 self, ExtSessionLockSurfaceV1 id, WlSurface surface, WlOutput output) {}

        @Override
        public void unlockAndDestroy(ExtSessionLockV1 self) {
            throw self.error(ExtSessionLockV1.ERROR_INVALID_UNLOCK, "the lock was never given");
        }
    }

    private final class Lock implements ExtSessionLockV1.Requests {
        private final ExtSessionLockV1 resource;
        private final List<LockSurface> surfaces = new ArrayList<>();
        private boolean locked;

        Lock(ExtSessionLockV1 resource) {
            this.resource = resource;
        }

        @Override
        public void getLockSurface(ExtSessionLockV1 self, ExtSessionLockSurfaceV1 id, WlSurface onto, WlOutput output) {
            var on = Output.of(output);
            surfaces.removeIf(LockSurface::isGone);
            if (on != null && surfaces.stream().anyMatch(l -> l.isOn(on))) throw self.error(ExtSessionLockV1.ERROR_DUPLICATE_OUTPUT, "the output has a lock surface");
            var s = Surface.of(onto);
            if (s.hasBuffer()) throw self.error(ExtSessionLockV1.ERROR_ALREADY_CONSTRUCTED, onto + " has a buffer already");
            var content = new LockSurface(globals, id, s, on);
            if (!s.assign(content)) throw self.error(ExtSessionLockV1.ERROR_ROLE, onto + " has another role");
            surfaces.add(content);
            content.begin();
        }

        @Override
        public void destroy(ExtSessionLockV1 self) {
            if (locked) throw self.error(ExtSessionLockV1.ERROR_INVALID_DESTROY, "the session is locked");
        }

        @Override
        public void unlockAndDestroy(ExtSessionLockV1 self) {
            if (!locked) throw resource.error(ExtSessionLockV1.ERROR_INVALID_UNLOCK, "the session is not locked yet");
            globals.workspace().desktop().lock(false);
            globals.stage().damageAll();
        }
    }
}
