package weft.runtime.sandbox;

import java.io.IOException;
import java.util.Set;
import weft.os.OsException;
import weft.os.ResourceLimit;
import weft.os.Seccomp;
import weft.runtime.launch.RuntimeCommand;

/** Closes the sandbox around this process, for good. */
public final class Sandbox {
    private static final int MAX_DESCRIPTORS = 128;
    private static final long ENGINE_BYTES = 512L << 20;

    private Sandbox() {}

    /**
     * Gives up what the runtime no longer needs, for every thread, and then tries whether it is really gone.
     * Files can still be read, which is little: the namespaces show nothing but the runtime itself.
     *
     * @param kind what holds this process
     * @param own  the descriptors that this process made itself and keeps
     * @throws SandboxNotInForce if anything that should be impossible is not
     */
    public static void enter(RuntimeCommand.Sandbox kind, Set<Integer> own) throws SandboxNotInForce {
        boolean namespaces = kind == RuntimeCommand.Sandbox.NAMESPACES;
        try {
            ResourceLimit.CORE.set(0);
            ResourceLimit.DESCRIPTORS.set(MAX_DESCRIPTORS);
            ResourceLimit.DATA.set(Runtime.getRuntime().maxMemory() + ENGINE_BYTES);
            if (!Seccomp.supported()) throw new SandboxNotInForce("system calls cannot be filtered on this kind of machine");
            if (!namespaces) LandlockProof.noCapabilities();
            SyscallPolicy.filter((int) ProcessHandle.current().pid(), namespaces).install();
        } catch (OsException e) {
            throw new SandboxNotInForce("the kernel refused it (" + e.getMessage() + ")");
        }
        ForbiddenCalls.verify(namespaces);
        if (!namespaces) {
            LandlockProof.verify(own);
            return;
        }
        try {
            Surroundings.verify(own);
        } catch (IOException e) {
            throw new SandboxNotInForce("/proc cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Loads what {@link #enter} needs and gives nothing up. */
    public static void rehearse() {
        SyscallPolicy.filter(1, true);
        try {
            ForbiddenCalls.verify(true);
            Surroundings.verify(Set.of());
        } catch (SandboxNotInForce | IOException e) {
            // As it must be, outside.
        }
    }
}
