package weft.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.message.Lifecycle;
import weft.os.Fd;
import weft.runtime.engine.GuestExit;
import weft.runtime.engine.GuestTrap;
import weft.runtime.engine.HostFunction;
import weft.runtime.engine.InvalidModule;
import weft.runtime.engine.WasmEngine;
import weft.runtime.engine.WasmInstance;
import weft.runtime.guest.AppImports;
import weft.runtime.guest.GuestLog;
import weft.runtime.guest.Mailbox;
import weft.runtime.guest.Outbox;
import weft.runtime.service.ServiceImports;
import weft.runtime.wasi.FilePortal;
import weft.runtime.wasi.Wasi;

/** One app from its module to its end, on a thread of its own. */
final class Guest {
    /** Exit codes of a runtime whose app did not end by itself. */
    static final int FAILED_TO_START = 1, CRASHED = 70, OUT_OF_MEMORY = 126;
    private static final int MAX_EXIT_CODE = 125;
    private final WasmEngine engine;
    private final ReadyPipe ready;
    private final GuestLog log;
    private final AppImports imports;
    private final ServiceImports services;
    private final Wasi wasi;
    private final Lifecycle.Assign assign;
    private MemoryBound memory = MemoryBound.NONE;

    Guest(WasmEngine engine, ReadyPipe ready, GuestLog log, Mailbox mailbox, Outbox outbox, FilePortal portal, Lifecycle.Assign assign) {
        this.engine = engine;
        this.ready = ready;
        this.log = log;
        this.assign = assign;
        var arguments = new java.util.ArrayList<>(List.of(assign.appId().value()));
        arguments.addAll(assign.args());
        this.wasi = new Wasi(arguments, portal, mailbox, log);
        this.imports = new AppImports(mailbox, outbox, log, wasi.messageDescriptor(), ready::ready);
        this.services = new ServiceImports(portal);
    }

    /** Closes what was passed of the app's own files; from any thread. */
    void closePassed() {
        wasi.closePassed();
    }

    /** Runs the app until it ends, closes both descriptors (the second may be null), and returns the process's exit code; empty for a guest that lives on without a thread of its own. */
    java.util.OptionalInt run(Fd module, Fd compiled) {
        try {
            return start(module, compiled) ? java.util.OptionalInt.of(ended(0)) : java.util.OptionalInt.empty();
        } catch (StartFailure e) {
            ready.failed(e.getMessage());
            log.own(e.getMessage());
            return java.util.OptionalInt.of(FAILED_TO_START);
        } catch (GuestExit e) {
            return java.util.OptionalInt.of(ended(e.code()));
        } catch (GuestTrap e) {
            wasi.flush();
            boolean full = e.isOutOfMemory() || memory.isUsedUp();
            String what = e.getMessage() + (full ? "; " + MemoryBound.words(assign.memoryMb()) : "");
            log.own("the app crashed: " + what);
            return java.util.OptionalInt.of(ready.failed("The app crashed while starting: " + what + ".") ? FAILED_TO_START : full ? OUT_OF_MEMORY : CRASHED);
        }
    }

    // Neither descriptor is open any more when the guest runs.
    private boolean start(Fd module, Fd compiled) throws StartFailure, GuestTrap {
        ModuleFile file;
        Optional<byte[]> ahead;
        try (compiled) {
            file = ModuleFile.read(module);
            ahead = CompiledFile.read(compiled, file.wasm(), log);
        }
        return start(file, ahead);
    }

    // Whether the guest ran to an end, rather than being initialized.
    private boolean start(ModuleFile file, Optional<byte[]> compiled) throws StartFailure, GuestTrap {
        boolean saysReady = file.outline().imports(AppImports.LIFECYCLE, "ready");
        if (assign.manualReady() && !saysReady)
            throw new StartFailure("The app's manifest says that it reports when it is ready, but its module cannot.");
        WasmInstance instance = instantiate(file, compiled);
        memory = new MemoryBound(instance, file.outline(), assign.memoryMb());
        boolean command = file.outline().functions().contains("_start");
        if (file.outline().functions().contains("_initialize")) instance.run("_initialize");
        if (!saysReady) ready.ready();
        if (command) instance.run("_start");
        return command;
    }

    private WasmInstance instantiate(ModuleFile file, Optional<byte[]> compiled) throws StartFailure, GuestTrap {
        Map<String, Map<String, HostFunction>> offered = new HashMap<>(imports.functions());
        offered.putAll(services.functions());
        offered.put(Wasi.MODULE, wasi.functions());
        try {
            return engine.instantiate(file.bounded(assign.memoryMb()), compiled, file.link(offered));
        } catch (InvalidModule e) {
            throw new StartFailure("The app's module " + e.getMessage() + ".");
        }
    }

    private int ended(int code) {
        wasi.flush();
        boolean full = code != 0 && memory.isUsedUp();
        String more = full ? "; " + MemoryBound.words(assign.memoryMb()) : "";
        if (ready.failed("The app ended while starting, with exit code " + code + ", before it was ready" + more + ".")) {
            log.own("the app ended with exit code " + code + " before it was ready" + more);
            return FAILED_TO_START;
        }
        if (code != 0) log.own("the app ended with exit code " + code + more);
        if (full) return OUT_OF_MEMORY;
        return code >= 0 && code <= MAX_EXIT_CODE ? code : MAX_EXIT_CODE;
    }
}
