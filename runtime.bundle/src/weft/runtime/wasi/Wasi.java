package weft.runtime.wasi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.api.message.Services;
import weft.runtime.engine.GuestMemory;
import weft.runtime.engine.HostFunction;
import weft.runtime.engine.OutOfGuestMemory;
import weft.runtime.guest.GuestLog;
import weft.runtime.guest.Mailbox;

/**
 * All functions of {@code wasi_snapshot_preview1} for one guest. Its descriptors are 0 (empty input), 1 and 2 (the log),
 * 3 (the folder {@code /data}), the other folders that its manifest declares, and behind them the one of its messages; its
 * environment is empty.
 */
public final class Wasi {
    public static final String MODULE = "wasi_snapshot_preview1";
    private static final String DATA = "/data";
    private final DescriptorTable descriptors = new DescriptorTable();
    private final Map<String, HostFunction> functions = new HashMap<>();
    private final int messageDescriptor;
    private final PassedFiles passed;

    /** A function that answers by an error number alone. */
    interface Body {
        void run(GuestMemory memory, long[] arguments);
    }

    /** @param arguments the guest's, the program's name first */
    public Wasi(List<String> arguments, FilePortal portal, Mailbox mailbox, GuestLog log) {
        var calls = new PortalCalls(portal);
        passed = calls.passed();
        var messages = new MessageQueue(mailbox);
        descriptors.put(0, Stream.input());
        descriptors.put(1, Stream.output(log.new Stream()));
        descriptors.put(2, Stream.output(log.new Stream()));
        for (String place : places(calls)) descriptors.add(Folder.preopened(calls, place));
        messageDescriptor = descriptors.add(messages);
        new ProcessFunctions(arguments, descriptors).register(this);
        new DescriptorFunctions(descriptors).register(this);
        new PathFunctions(descriptors, calls).register(this);
        new PollFunction(descriptors, messages).register(this);
    }

    // Opening asks nobody: the user is asked when something in a folder is used. What was picked is found below /picked.
    private static List<String> places(PortalCalls calls) {
        var places = new ArrayList<>(List.of(DATA));
        try {
            for (String path : calls.repeat(Services.Places.class, new Services.QueryPlaces()).paths())
                if (places.stream().noneMatch(p -> path.equals(p) || path.startsWith(p + "/"))) places.add(path);
        } catch (WasiFailure e) {
            // A portal that knows no other places.
        }
        return places;
    }

    /** Closes what the portal passed; from any thread. Nothing is read without asking when this returns. */
    public void closePassed() {
        passed.close();
    }

    /** The descriptor that poll_oneoff finds readable while a message waits. */
    public int messageDescriptor() {
        return messageDescriptor;
    }

    /** The functions by name. */
    public Map<String, HostFunction> functions() {
        return Map.copyOf(functions);
    }

    /** Writes what the guest's output streams still hold. */
    public void flush() {
        descriptors.flush();
    }

    void add(String name, Body body) {
        functions.put(name, (memory, arguments) -> {
            try {
                body.run(memory, arguments);
                return WasiErrno.SUCCESS;
            } catch (WasiFailure e) {
                return e.errno;
            } catch (OutOfGuestMemory e) {
                return WasiErrno.FAULT;
            }
        });
    }

    /** Functions that exist and are not offered. */
    void refuse(int errno, String... names) {
        for (String name : names) functions.put(name, (memory, arguments) -> errno);
    }
}
