package weft.runtime;

import java.io.IOException;
import java.util.Set;
import weft.os.Fd;
import weft.runtime.engine.Engines;
import weft.runtime.engine.WasmEngine;
import weft.runtime.guest.GuestLog;
import weft.runtime.launch.RuntimeCommand;
import weft.runtime.sandbox.Sandbox;
import weft.runtime.sandbox.SandboxNotInForce;

/**
 * The process's start: engine warm, sandbox closed and tried, then to the gateway. Started by
 * {@link weft.runtime.launch.RuntimeCommand}. Exit codes: the app's own; 0 after SHUTDOWN; 1 if the app did not start;
 * 70 if it crashed; 75 if the gateway does not know this runtime; 77 if the sandbox is not in force; 78 if the engine is not as it was asked for;
 * 126 if the memory that the app may have is used up.
 */
public final class Main {
    private static final int SANDBOX = 77, ENGINE = 78, INTERNAL = 71, STANDARD_ERROR = 2;

    private Main() {}

    public static void main(String[] args) throws Exception {
        ReadyPipe ready = ReadyPipe.takeOver();
        var log = new GuestLog(new Fd(STANDARD_ERROR));
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            if (e instanceof OutOfMemoryError) outOfMemory(ready, log);
            ready.failed("The app runtime itself failed: " + e);
            log.own("internal failure: " + e);
            e.printStackTrace();
            exit(INTERNAL);
        });
        WasmEngine engine = engine(ready, log);
        engine.warmUp();
        var runtime = new AppRuntime(engine, ready, log, System.getenv(), Main::exit);
        try {
            var kind = RuntimeCommand.sandbox(System.getenv());
            Sandbox.enter(kind, kind == RuntimeCommand.Sandbox.NAMESPACES ? Set.of(ready.descriptor()) : runtime.connect(ready.descriptor()));
        } catch (SandboxNotInForce | IOException e) {
            ready.failed("the sandbox is not in force: " + e.getMessage());
            log.own("the sandbox is not in force: " + e.getMessage());
            exit(SANDBOX);
        }
        log.own("waiting for an app; sandbox in force, WebAssembly " + engine.mode());
        runtime.run();
    }

    // No string is put together here: there may be no room for one.
    private static void outOfMemory(ReadyPipe ready, GuestLog log) {
        ready.failed("The app runtime has no more memory.");
        log.own("the runtime has no more memory");
        exit(Guest.OUT_OF_MEMORY);
    }

    private static WasmEngine engine(ReadyPipe ready, GuestLog log) {
        try {
            return Engines.make();
        } catch (IllegalStateException e) {
            ready.failed(e.getMessage() + ".");
            log.own(e.getMessage());
            exit(ENGINE);
            throw e;
        }
    }

    private static void exit(int code) {
        Runtime.getRuntime().halt(code);
    }
}
