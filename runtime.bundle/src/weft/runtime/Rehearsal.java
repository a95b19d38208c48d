package weft.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.message.AppMessage;
import weft.api.message.Connection;
import weft.api.message.Lifecycle;
import weft.api.message.Message;
import weft.codec.Envelope;
import weft.codec.Frames;
import weft.ffi.Libc;
import weft.os.Fd;
import weft.os.UnixSocket;
import weft.runtime.engine.Engines;
import weft.runtime.engine.WasmEngine;
import weft.runtime.guest.GuestLog;
import weft.runtime.sandbox.Sandbox;

/**
 * One app's life without a sandbox or a platform, so that the JVM can note which classes a runtime needs (-XX:AOTCacheOutput):
 * run when the distribution is made, with the module of Notes as its only argument. Starts no app for anybody.
 */
final class Rehearsal {
    private static final int STANDARD_ERROR = 2, O_RDONLY = 0;
    private static final long SYS_OPEN = 2;

    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        ReadyPipe ready = ReadyPipe.takeOver();
        var log = new GuestLog(new Fd(STANDARD_ERROR));
        WasmEngine engine = Engines.make();
        engine.warmUp();
        Sandbox.rehearse();
        Path folder = Files.createTempDirectory("weft-rehearsal");
        Path gateway = folder.resolve("gateway.sock"), portal = folder.resolve("portal.sock");
        try (Fd gatewayListener = UnixSocket.listen(gateway, 1); Fd portalListener = UnixSocket.listen(portal, 1)) {
            Thread.ofPlatform().daemon().start(() -> portal(portalListener));
            var ended = new CountDownLatch(1);
            var environment = Map.of("WEFT_TOKEN", "rehearsal", "WEFT_GATEWAY", gateway.toString(), "WEFT_PORTAL", portal.toString());
            var runtime = new AppRuntime(engine, ready, log, environment, code -> ended.countDown());
            Thread.ofPlatform().daemon().start(runtime::run);
            Path module = Path.of(args[0]), ahead = folder.resolve("ahead");
            Files.write(ahead, CompiledFile.of(Files.readAllBytes(module), engine.compile(Files.readAllBytes(module)).orElse(new byte[0])));
            Fd connection = gateway(gatewayListener, module, ahead);
            if (!ended.await(1, TimeUnit.MINUTES)) throw new IllegalStateException("the app did not end");
            connection.close();
        } finally {
            for (Path p : List.of(gateway, portal, folder.resolve("ahead"), folder)) Files.deleteIfExists(p);
        }
    }

    // The connection stays open until the app has ended: the runtime would only knock again.
    private static Fd gateway(Fd listener, Path module, Path ahead) throws IOException {
        Fd socket = UnixSocket.accept(listener);
        try (Fd file = open(module); Fd compiled = open(ahead)) {
            var frames = new Frames(socket);
            welcome(frames);
            frames.write(Envelope.request(1, new Lifecycle.Assign(new SessionId("s1"), new AppId("org.weft.notes"), 32, List.of(), true)), file, compiled);
            for (Object message : List.of(Map.of("op", "load"), Map.of("op", "save", "text", "A \"note\", é")))
                frames.write(Envelope.event(new AppMessage.IpcMessage(message)));
            for (int answers = 0; answers < 2; ) {
                Envelope e = frames.read().envelope();
                if (e.re() != 0) continue;
                frames.write(Envelope.reply(e.id(), new Connection.Ok()));
                answers++;
            }
            frames.write(Envelope.event(new Lifecycle.Shutdown(60_000)));
            return socket;
        }
    }

    private static Fd open(Path file) throws IOException {
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            return Fd.of(Libc.syscall(SYS_OPEN, arena.allocateFrom(file.toString()).address(), O_RDONLY, 0, 0, 0, 0), "open " + file);
        }
    }

    private static void welcome(Frames frames) throws IOException {
        frames.write(Envelope.reply(frames.read().envelope().id(), new Connection.Welcome(Optional.empty())));
    }

    private static void portal(Fd listener) {
        try (Fd socket = UnixSocket.accept(listener)) {
            var frames = new Frames(socket);
            welcome(frames);
            while (true) {
                Envelope e = frames.read().envelope();
                frames.write(Envelope.reply(e.id(), answer(e.message())));
            }
        } catch (IOException e) {
            // The end of the rehearsal.
        }
    }

    private static Message answer(Message request) {
        return switch (request) {
            case weft.api.message.Files.FsOpen o when !o.write() ->
                    new Connection.Error(ErrorCode.NOT_FOUND, "no such file", Optional.empty(), Optional.of("ENOENT"));
            case weft.api.message.Files.FsOpen o -> new weft.api.message.Files.FsOpened(1, 0);
            case weft.api.message.Files.FsWrite w -> new weft.api.message.Files.FsWritten(w.bytes().length, w.bytes().length);
            default -> new Connection.Ok();
        };
    }
}
