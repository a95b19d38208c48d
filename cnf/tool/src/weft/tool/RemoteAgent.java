package weft.tool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.jar.JarInputStream;

/**
 * What bndtools' remote launcher talks to ({@code -runremote}): an agent outside the platform, in the developer's own {@code weft dev
 * --remote}. It speaks bnd's protocol and has none of its agent's ways: of the list of bundles that the launcher wants, what the session does
 * not have goes through the session's own update, with its checks and its way back, and what the launcher brought and wants no more is removed
 * by it. Nothing else of bnd's agent is offered. It listens on the loopback interface, and hears processes of its own user alone.
 */
final class RemoteAgent implements RemoteLink.Methods {
    /** Where bnd's launcher looks for an agent. */
    static final int PORT = 29998;
    private static final int MOST_CONNECTIONS = 4, MOST_BUNDLES = 256;
    private static final Set<String> METHODS = Set.of("isEnvoy/0", "ping/0", "redirect/1", "stdin/1", "abort/0", "update/1");
    private final RemoteLink link;
    private final RunningSession session;
    private boolean greeted;

    private RemoteAgent(RemoteLink link, RunningSession session) {
        this.link = link;
        this.session = session;
    }

    /**
     * Listens until the process ends, on threads of its own.
     *
     * @param port 0 for any
     * @param said told where it listens, and what is wrong
     */
    static void listen(int port, RunningSession session, Consumer<String> said) throws IOException {
        var server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), MOST_CONNECTIONS);
        said.accept("bndtools' remote launcher finds this session at 127.0.0.1 port " + server.getLocalPort() + "; Ctrl-C ends");
        var free = new Semaphore(MOST_CONNECTIONS);
        Thread.ofPlatform().daemon().name("weft-remote").start(() -> {
            while (true) accept(server, session, said, free);
        });
    }

    private static void accept(ServerSocket server, RunningSession session, Consumer<String> said, Semaphore free) {
        try {
            Socket socket = server.accept();
            boolean ours = SocketOwner.isOurs(socket);
            if (!ours) said.accept("a process of another user was turned away");
            if (ours && free.tryAcquire()) Thread.ofPlatform().daemon().name("weft-remote-link").start(() -> serve(socket, session, said, free));
            else socket.close();
        } catch (IOException e) {
            said.accept("a connection of the remote launcher failed: " + e.getMessage());
        }
    }

    private static void serve(Socket socket, RunningSession session, Consumer<String> said, Semaphore free) {
        try (var link = new RemoteLink(socket)) {
            link.serve(new RemoteAgent(link, session));
        } catch (IOException e) {
            said.accept("a connection of the remote launcher was ended: " + e.getMessage());
        } finally {
            free.release();
        }
    }

    @Override
    public boolean has(String method, int arguments) {
        return METHODS.contains(method + "/" + arguments);
    }

    @Override
    public Object call(String method, List<byte[]> arguments) throws Exception {
        return switch (method) {
            case "isEnvoy", "stdin" -> false;
            case "ping", "redirect" -> true;
            case "update" -> update(RemoteLink.value(arguments.getFirst(), Map.class));
            default -> {
                link.close();
                yield RemoteLink.NOTHING;
            }
        };
    }

    // Paths of jars, as the launcher knows them, with their SHA-1. Answered by what went wrong, if anything did.
    private String update(Map<?, ?> list) throws IOException, InterruptedException {
        if (list.size() > MOST_BUNDLES) throw new IOException("a list of " + list.size() + " bundles is too long");
        var known = session.content();
        greet(list.size(), list.values().stream().filter(sha -> known.contains(String.valueOf(sha).toUpperCase(Locale.ROOT))).count());
        var jars = new TreeMap<String, byte[]>();
        var paths = new TreeMap<String, String>();
        for (var e : list.entrySet()) {
            String path = String.valueOf(e.getKey()), sha = String.valueOf(e.getValue()).toUpperCase(Locale.ROOT);
            if (known.contains(sha)) continue;
            byte[] jar = link.ask("getFile", sha);
            if (!RunningSession.sha1(jar).equals(sha)) throw new IOException(path + " is not what the launcher's list says");
            String name = name(path, jar);
            jars.put(name, jar);
            paths.put(name, path);
        }
        var problems = new ArrayList<String>();
        for (var e : session.broughtBy(list.keySet()).entrySet()) remove(e.getKey(), e.getValue(), problems);
        if (!jars.isEmpty()) bring(jars, paths, problems);
        return problems.isEmpty() ? null : String.join("\n", problems);
    }

    // In the launcher's console. It also makes the launcher load, at its first update, the classes by which it is called: bnd closes its loader at the second.
    private void greet(int all, long there) throws IOException, InterruptedException {
        if (greeted) return;
        greeted = true;
        link.ask("stdout", "weft: the session has " + there + " of " + all + " bundles as they are here\n");
    }

    private static String name(String path, byte[] jar) throws IOException {
        try (var in = new JarInputStream(new ByteArrayInputStream(jar))) {
            String name = in.getManifest() == null ? null : in.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
            if (name == null || !name.split(";")[0].strip().matches("[A-Za-z0-9_.-]{1,200}")) throw new IOException(path + " is no bundle");
            return name.split(";")[0].strip();
        }
    }

    private void bring(Map<String, byte[]> jars, Map<String, String> paths, List<String> problems) throws IOException, InterruptedException {
        var said = new ArrayList<String>();
        boolean taken = session.bring(jars, paths, said::add);
        told(taken, said, String.join(", ", jars.keySet()) + (taken ? " is live" : " is not live; what runs stays"), problems);
    }

    private void remove(String path, String bundle, List<String> problems) throws IOException, InterruptedException {
        var said = new ArrayList<String>();
        boolean gone = session.remove(path, bundle, said::add);
        told(gone, said, bundle + (gone ? " is removed" : " stays"), problems);
    }

    // In the launcher's console: what happened on its standard output, what went wrong on its standard error.
    private void told(boolean done, List<String> said, String outcome, List<String> problems) throws IOException, InterruptedException {
        // One after the other: the launcher takes calls in no order.
        for (String line : said) link.ask(done ? "stdout" : "stderr", "weft: " + line + "\n");
        link.ask(done ? "stdout" : "stderr", "weft: " + outcome + "\n");
        if (!done) problems.addAll(said);
    }
}
