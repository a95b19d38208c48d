package weft.portal.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import weft.api.AppId;
import weft.api.ErrorCode;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.gateway.SessionFacts;
import weft.api.message.Services.Fetch;
import weft.api.message.Services.Fetched;
import weft.api.packages.Capability;
import weft.api.packages.Packages;
import weft.portal.permission.Ledger;

/**
 * Fetches for apps: one request, one connection, within what was granted. Neither a redirect nor the name service leads
 * it elsewhere.
 */
public final class Fetcher implements AutoCloseable {
    static final int MAX_UP = 1 << 20, MAX_DOWN = 2 << 20;
    private static final int MAX_OF_SESSION = 6, MAX_REDIRECTS = 5, MAX_HEADERS = 64, MAX_VALUE = 4096;
    private static final Set<String> OURS = Set.of("host", "content-length", "connection", "transfer-encoding", "upgrade", "te", "trailer", "expect", "keep-alive", "accept-encoding");
    private static final Set<String> SECRETS = Set.of("authorization", "cookie");
    private final Packages packages;
    private final Ledger ledger;
    private final Addresses.Lookup lookup;
    private final SSLSocketFactory tls;
    private final long limitMs;
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("weft-fetch-limit").factory());

    public Fetcher(Packages packages, Ledger ledger, long limitMs) {
        this(packages, ledger, InetAddress::getAllByName, (SSLSocketFactory) SSLSocketFactory.getDefault(), limitMs);
    }

    Fetcher(Packages packages, Ledger ledger, Addresses.Lookup lookup, SSLSocketFactory tls, long limitMs) {
        this.packages = packages;
        this.ledger = ledger;
        this.lookup = lookup;
        this.tls = tls;
        this.limitMs = limitMs;
    }

    /** A fetch under way; ended from outside by closing what it is connected by. */
    private static final class Exchange {
        final SessionId session;
        final AppId app;
        volatile String capability;
        private Socket socket;
        private WeftException ended;

        Exchange(SessionFacts session) {
            this.session = session.session();
            app = session.appId();
        }

        synchronized void uses(Socket next) throws IOException {
            socket = next;
            if (ended != null) throw new IOException("ended");
        }

        synchronized void end(WeftException why) {
            if (ended == null) ended = why;
            try {
                if (socket != null) socket.close();
            } catch (IOException e) {
                // It is as good as closed.
            }
        }

        synchronized WeftException ended() {
            return ended;
        }
    }

    /** @throws WeftException DENIED, TIMEOUT, TOO_LARGE, INVALID, or UNAVAILABLE if the host cannot be reached or understood */
    public Fetched fetch(SessionFacts session, Fetch request) {
        URI url = Target.of(request.url());
        String method = request.method().orElse("GET");
        if (!method.matches("GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS")) throw new WeftException(ErrorCode.INVALID, "The method is not one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.");
        byte[] body = request.body().orElse(new byte[0]);
        if (body.length > MAX_UP) throw new WeftException(ErrorCode.TOO_LARGE, "At most " + MAX_UP + " bytes are sent.");
        var headers = headers(request.headers().orElse(Map.of()));
        Capability capability = declared(session, url);
        ledger.require(session, capability);
        var exchange = new Exchange(session);
        exchange.capability = capability.name();
        begin(exchange);
        var limit = timer.schedule(() -> exchange.end(new WeftException(ErrorCode.TIMEOUT, "The answer took longer than " + limitMs / 1000 + " s.")), limitMs, TimeUnit.MILLISECONDS);
        try {
            return follow(session, exchange, new Step(url, method, headers, body));
        } finally {
            limit.cancel(false);
            open.remove(exchange);
        }
    }

    private void begin(Exchange exchange) {
        if (open.stream().filter(e -> e.session.equals(exchange.session)).count() >= MAX_OF_SESSION)
            throw new WeftException(ErrorCode.UNAVAILABLE, "More than " + MAX_OF_SESSION + " fetches at once.");
        open.add(exchange);
    }

    // What is declared for this host alone comes before what is declared for many.
    private Capability declared(SessionFacts session, URI url) {
        return packages.find(session.appId()).capabilities().stream().filter(c -> HostPattern.of(c).map(p -> p.fits(url)).orElse(false))
                .min(Comparator.comparing(c -> HostPattern.of(c).orElseThrow().below()))
                .orElseThrow(() -> WeftException.denied("net:fetch:" + Target.authority(url), session.name() + " does not declare that it uses " + Target.authority(url) + "."));
    }

    private static Map<String, String> headers(Map<String, Object> wanted) {
        var headers = new LinkedHashMap<String, String>();
        wanted.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean fine = name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}") && !OURS.contains(lower) && !lower.startsWith("proxy-") && !lower.startsWith("sec-")
                    && value instanceof String s && s.length() <= MAX_VALUE && s.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\t');
            if (!fine || headers.size() >= MAX_HEADERS) throw new WeftException(ErrorCode.INVALID, "The header " + weft.api.Printable.text(name) + " cannot be sent.");
            headers.put(lower, (String) value);
        });
        return headers;
    }

    private record Step(URI url, String method, Map<String, String> headers, byte[] body) {}

    private Fetched follow(SessionFacts session, Exchange exchange, Step first) {
        Step step = first;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            var answer = exchange(exchange, step);
            Object location = answer.headers().get("location");
            boolean moved = Set.of(301, 302, 303, 307, 308).contains(answer.status()) && location instanceof String;
            if (!moved) return new Fetched(answer.status(), answer.headers(), answer.body(), step.url().toString());
            step = next(session, exchange, step, answer.status(), (String) location);
        }
        throw new WeftException(ErrorCode.UNAVAILABLE, "There were more than " + MAX_REDIRECTS + " redirects.");
    }

    /** Where a redirect leads: only to what is granted by now, and never from a secure place to one that is not. */
    private Step next(SessionFacts session, Exchange exchange, Step from, int status, String location) {
        URI url;
        try {
            url = Target.of(from.url().resolve(location.replaceAll("#.*", "")).toString());
        } catch (IllegalArgumentException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "The redirect leads nowhere.");
        }
        Capability capability = declared(session, url);
        if (!ledger.isGranted(session.appId(), capability, session.session()))
            throw WeftException.denied(capability.name(), "The redirect leads to " + Target.authority(url) + ", which was not granted.");
        if (Target.isSecure(from.url()) && !Target.isSecure(url)) throw WeftException.denied(capability.name(), "The redirect leads to an address that is not secure.");
        exchange.capability = capability.name();
        boolean asGet = status == 303 || (status == 301 || status == 302) && from.method().equals("POST");
        var headers = new LinkedHashMap<>(from.headers());
        if (!Target.authority(url).equals(Target.authority(from.url()))) headers.keySet().removeAll(SECRETS);
        return new Step(url, asGet ? "GET" : from.method(), headers, asGet ? new byte[0] : from.body());
    }

    private HttpReader.Response exchange(Exchange exchange, Step step) {
        try (Socket socket = connect(exchange, step.url())) {
            socket.getOutputStream().write(head(step));
            return new HttpReader(new java.io.BufferedInputStream(socket.getInputStream()), MAX_DOWN).read(step.method().equals("HEAD"));
        } catch (UnknownHostException e) {
            throw new WeftException(ErrorCode.UNAVAILABLE, "There is no host " + step.url().getHost() + ".");
        } catch (IOException e) {
            if (exchange.ended() != null) throw exchange.ended();
            throw new WeftException(ErrorCode.UNAVAILABLE, step.url().getHost() + " cannot be reached: " + weft.api.Printable.text(String.valueOf(e.getMessage())) + ".");
        }
    }

    private Socket connect(Exchange exchange, URI url) throws IOException {
        boolean privateToo = HostPattern.of(new Capability(exchange.capability, "")).map(HostPattern::namesPrivate).orElse(false);
        InetAddress address = Addresses.choose(lookup, url.getHost(), privateToo)
                .orElseThrow(() -> WeftException.denied(exchange.capability, url.getHost() + " is an address of this machine or its own network, which the grant does not name."));
        var plain = new Socket(java.net.Proxy.NO_PROXY);
        exchange.uses(plain);
        plain.connect(new InetSocketAddress(address, Target.port(url)), (int) limitMs);
        if (!Target.isSecure(url)) return plain;
        var secure = (SSLSocket) tls.createSocket(plain, url.getHost(), Target.port(url), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        exchange.uses(secure);
        secure.startHandshake();
        return secure;
    }

    private static byte[] head(Step step) {
        var head = new StringBuilder(step.method()).append(' ').append(Target.path(step.url())).append(" HTTP/1.1\r\nhost: ").append(Target.authority(step.url())).append("\r\nconnection: close\r\n");
        boolean carries = step.body().length > 0 || List.of("POST", "PUT", "PATCH").contains(step.method());
        if (carries) head.append("content-length: ").append(step.body().length).append("\r\n");
        step.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(step.body());
        return bytes.toByteArray();
    }

    /** Ends what is under way by a capability that was revoked. */
    public void revoke(AppId app, String capability, WeftException why) {
        for (Exchange e : open) if (e.app.equals(app) && e.capability.equals(capability)) e.end(why);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        for (Exchange e : open) e.end(new WeftException(ErrorCode.UNAVAILABLE, "The portal was stopped."));
    }
}
