package weft.runtime.sandbox;

import java.io.IOException;
import weft.os.OsException;
import weft.os.ResourceLimit;
import weft.os.Seccomp;

/** Closes the sandbox around this process, for good. */
public final class Sandbox {
    private static final int MAX_DESCRIPTORS = 128;
    private static final long ENGINE_BYTES = 512L << 20;

    private Sandbox() {}

    /**
     * Gives up what the runtime no longer needs, for every thread, and then tries whether it is really gone.
     * Files can still be read, which is little: the namespaces show nothing but the runtime itself.
     *
     * @param own a descriptor that this process made itself and keeps
     * @throws SandboxNotInForce if anything that should be impossible is not
     */
    public static void enter(int own) throws SandboxNotInForce {
        try {
            ResourceLimit.CORE.set(0);
            ResourceLimit.DESCRIPTORS.set(MAX_DESCRIPTORS);
            ResourceLimit.DATA.set(Runtime.getRuntime().maxMemory() + ENGINE_BYTES);
            if (!Seccomp.supported()) throw new SandboxNotInForce("system calls cannot be filtered on this kind of machine");
            SyscallPolicy.filter((int) ProcessHandle.current().pid()).install();
        } catch (OsException e) {
            throw new SandboxNotInForce("the kernel refused it (" + e.getMessage() + ")");
        }
        ForbiddenCalls.verify();
        try {
            Surroundings.verify(own);
        } catch (IOException e) {
            throw new SandboxNotInForce("/proc cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Loads what {@link #enter} needs and gives nothing up. */
    public static void rehearse() {
        SyscallPolicy.filter(1);
        try {
            ForbiddenCalls.verify();
            Surroundings.verify(-1);
        } catch (SandboxNotInForce | IOException e) {
            // As it must be, outside.
        }
    }
}
