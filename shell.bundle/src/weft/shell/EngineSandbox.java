package weft.shell;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.runtime.launch.SandboxPermission;
import weft.runtime.launch.SandboxTrial;
import weft.shell.engine.EngineCommand;
import weft.shell.engine.EngineCommand.Sandbox;

/**
 * Which sandbox the web engine gets: namespaces, where the machine gives them. Where it does not, Chromium has one more, a program that is
 * root's and setuid; it is used if the user's file {@code sandbox} has the line {@code allow setuid}, and the administrator has made it so. An
 * engine without any sandbox is never started.
 */
final class EngineSandbox {
    private static final System.Logger LOG = System.getLogger("weft.shell");
    private static final int SETUID_ALL_RUN = 04001;
    private final SandboxPermission permission;
    private final Path program;
    private final List<String> trial;
    private boolean namespaces;

    /** @param program Chromium's setuid sandbox @param trial a command that ends with code 0 where there are namespaces */
    EngineSandbox(Path config, Path program, List<String> trial) {
        this.permission = SandboxPermission.in(config);
        this.program = program;
        this.trial = trial;
    }

    static EngineSandbox of(Path config, Path engine) {
        return new EngineSandbox(config, EngineCommand.setuidProgram(engine), EngineCommand.probe());
    }

    /** @throws WeftException UNAVAILABLE, saying what is missing and what can be done */
    synchronized Sandbox choose() {
        if (namespaces) return Sandbox.NAMESPACES;
        var failure = SandboxTrial.failure(trial);
        if (failure.isEmpty()) {
            namespaces = true;
            return Sandbox.NAMESPACES;
        }
        String missing = "this machine gives no user namespaces, which the sandbox of pages needs (weft doctor tells more); ";
        if (!permission.allows(SandboxPermission.SETUID))
            throw new WeftException(ErrorCode.UNAVAILABLE, missing + permission.line(SandboxPermission.SETUID) + " allows Chromium's own setuid sandbox alone");
        if (!isSetuid(program))
            throw new WeftException(ErrorCode.UNAVAILABLE, missing + "Chromium's own sandbox is allowed, but does not work before root has done: chown root: " + program + " && chmod 4755 " + program);
        LOG.log(Level.WARNING, "the web engine is held by Chromium''s setuid sandbox alone: {0}", failure.get());
        return Sandbox.SETUID;
    }

    static boolean isSetuid(Path program) {
        try {
            var attributes = Files.readAttributes(program, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
            return attributes.get("uid").equals(0) && ((int) attributes.get("mode") & SETUID_ALL_RUN) == SETUID_ALL_RUN;
        } catch (IOException e) {
            return false;
        }
    }
}
