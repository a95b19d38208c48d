package weft.console;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.webconsole.servlet.AbstractServlet;
import org.apache.felix.webconsole.servlet.ServletConstants;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import weft.api.SessionId;
import weft.api.WeftException;
import weft.api.appd.Appd;

/**
 * The page itself, and its one action: POST {@code session=ID} terminates a session. A request that changes something
 * must carry this process's form token in a header, which no foreign page can read or set.
 */
@Component(service = Servlet.class, property = {"felix.webconsole.label=weft", "felix.webconsole.title=Sessions and screen",
        "felix.webconsole.category=WEFT", "felix.webconsole.css=/weft/res/weft.css"})
public final class WeftPage extends AbstractServlet {
    private static final long serialVersionUID = 1;
    private static final long TERMINATE_LIMIT_S = 15;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile transient Appd appd;

    @Override
    public void renderContent(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String root = (String) request.getAttribute(ServletConstants.ATTR_APP_ROOT);
        response.getWriter().write("""
                <div id="weft" data-root="%1$s" data-token="%2$s">
                <p id="weft-status">Connecting…</p>
                <table class="nicetable"><thead><tr><th>Session</th><th>App</th><th>State</th><th>May touch</th><th>READY in</th><th>Memory</th><th>Held by</th><th>Process</th><th></th></tr></thead>
                <tbody id="weft-sessions"></tbody></table>
                <h3>What apps may touch</h3>
                <table class="nicetable"><thead><tr><th>App</th><th>Wants to</th><th>Status</th><th>By</th><th>Since</th><th>Last used</th><th>Denied</th><th>Until</th><th></th></tr></thead>
                <tbody id="weft-grants"></tbody></table>
                <h3>Faults on purpose</h3>
                <p id="weft-no-faults">None.</p>
                <ul id="weft-faults"></ul>
                <h3>Screen</h3>
                <p><button id="weft-refresh" type="button">Look again</button> <label><input id="weft-follow" type="checkbox"> every second</label></p>
                <img id="weft-screen" alt="The screen as it is now" src="%1$s/weft-screen">
                </div>
                <script src="%1$s/weft/res/weft.js"></script>
                """.formatted(root, FormToken.VALUE));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!FormToken.matches(request.getHeader(FormToken.HEADER))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "the form token is missing or old; load the page again");
            return;
        }
        Appd service = appd;
        if (service == null) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the life-cycle service is not running");
            return;
        }
        try {
            service.terminate(new SessionId(String.valueOf(request.getParameter("session")))).get(TERMINATE_LIMIT_S, TimeUnit.SECONDS);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } catch (WeftException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
        } catch (ExecutionException | TimeoutException e) {
            response.sendError(HttpServletResponse.SC_GATEWAY_TIMEOUT, "the session did not end: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the platform is stopping");
        }
    }
}
