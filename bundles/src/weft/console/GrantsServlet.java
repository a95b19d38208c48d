package weft.console;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import weft.api.AppId;
import weft.api.WeftException;
import weft.api.message.Permissions.Grants;
import weft.api.portal.Portal;
import weft.codec.Json;
import weft.codec.RecordTree;

/** What apps may touch, as JSON; POST {@code app=ID&capability=NAME} with the form token revokes. */
@Component(service = Servlet.class, property = {ConsoleContext.SELECT, ConsoleContext.PATTERN + "/weft-grants"})
public final class GrantsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile transient Portal portal;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Portal service = available(response);
        if (service == null) return;
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(Json.write(RecordTree.write(new Grants(service.ledger()))));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!FormToken.matches(request.getHeader(FormToken.HEADER))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "the form token is missing or old; load the page again");
            return;
        }
        Portal service = available(response);
        if (service == null) return;
        try {
            service.revoke(new AppId(String.valueOf(request.getParameter("app"))), String.valueOf(request.getParameter("capability")), false);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } catch (WeftException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
        }
    }

    private Portal available(HttpServletResponse response) throws IOException {
        Portal service = portal;
        if (service == null) response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the portal is not running");
        return service;
    }
}
