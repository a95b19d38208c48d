package weft.console;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import weft.api.gateway.RequestHandler;
import weft.api.gateway.Sessions;

/** The sessions, and faults made on purpose, as server-sent events: at once, then at every change. A thread runs only while somebody looks. */
@Component(service = Servlet.class, property = {ConsoleContext.SELECT, ConsoleContext.PATTERN + "/weft-live", ConsoleContext.ASYNC})
public final class LiveServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final int MAX_VIEWERS = 16, LOOK_MS = 500, KEEPALIVE_LOOKS = 20;
    private final transient Set<AsyncContext> viewers = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile transient Sessions sessions;

    @Reference(target = "(weft.types=QUERY_FAULTS)", policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile transient RequestHandler faults;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (viewers.size() >= MAX_VIEWERS) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "too many pages are open");
            return;
        }
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        AsyncContext viewer = request.startAsync();
        viewer.setTimeout(0);
        viewers.add(viewer);
        Thread.ofVirtual().name("console viewer").start(() -> feed(viewer));
    }

    private void feed(AsyncContext viewer) {
        String shown = null, faultsShown = null;
        try {
            var out = viewer.getResponse().getWriter();
            for (int quiet = 0; !stopped && !out.checkError(); quiet++) {
                Sessions now = sessions;
                String rows = now == null ? "[]" : SessionRows.json(now);
                if (!rows.equals(shown)) out.write("data: " + (shown = rows) + "\n\n");
                else if (quiet % KEEPALIVE_LOOKS == 0) out.write(": still here\n\n");
                String faulty = FaultRows.json(faults);
                if (!faulty.equals(faultsShown)) out.write("event: faults\ndata: " + (faultsShown = faulty) + "\n\n");
                out.flush();
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        } catch (IOException | InterruptedException | IllegalStateException e) {
            // The viewer has gone.
        } finally {
            viewers.remove(viewer);
            complete(viewer);
        }
    }

    private static void complete(AsyncContext viewer) {
        try {
            viewer.complete();
        } catch (IllegalStateException e) {
            // The container ended it first.
        }
    }

    @Deactivate
    void deactivate() {
        stopped = true;
        viewers.forEach(LiveServlet::complete);
    }
}
