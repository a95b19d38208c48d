package weft.console;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;
import weft.api.Places;

/** The screen as it is now, as a PNG, asked of the compositor. */
@Component(service = Servlet.class, property = {ConsoleContext.SELECT, ConsoleContext.PATTERN + "/weft-screen"})
public final class ScreenServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient Screen screen = new Screen(Places.of(System.getenv()).runtime().resolve("compositor.sock"));

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] png;
        try {
            png = screen.png();
        } catch (IOException e) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "the compositor does not answer: " + e.getMessage());
            return;
        }
        response.setContentType("image/png");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(png.length);
        response.getOutputStream().write(png);
    }
}
