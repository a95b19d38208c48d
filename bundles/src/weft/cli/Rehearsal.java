package weft.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import weft.api.Places;
import weft.codec.Json;

/**
 * One {@code weft ps}, answered from here, run when the distribution is made, so that the JVM can note which classes a command needs and keep
 * them ready.
 */
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String... folder) throws IOException {
        var socket = Places.of(System.getenv()).runtime().resolve("weft.sock");
        Files.createDirectories(socket.getParent());
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(() -> answer(listener));
        Main.main("ps");
    }

    private static void answer(ServerSocketChannel listener) {
        var app = Map.of("session", "notes-1", "app_id", "org.weft.notes", "state", "Running", "pid", 1, "ready_ms", 1);
        var answer = Map.of("v", 1, "re", 1, "type", "RUNNING_APPS", "body", Map.of("apps", List.of(app)));
        try (var connection = listener.accept(); var requests = new Scanner(Channels.newInputStream(connection), StandardCharsets.UTF_8)) {
            requests.nextLine();
            Channels.newOutputStream(connection).write((Json.line(answer) + "\n").getBytes(StandardCharsets.UTF_8));
            requests.hasNextLine();
        } catch (IOException e) {
            e.printStackTrace();
        }
    }
}
