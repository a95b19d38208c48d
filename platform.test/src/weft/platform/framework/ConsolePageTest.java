package weft.platform.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.Servlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.ServiceReference;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.common.service.ServiceAware;
import org.osgi.test.junit5.service.ServiceExtension;

/** The page of the system in the real web console. */
@ExtendWith(ServiceExtension.class)
@Timeout(120)
class ConsolePageTest {
    // What run-configs/platform.test.bndrun sets the password's hash from.
    private static final String USER = "weft", PASSWORD = "only-for-this-test";

    @Test
    void the_systems_page_is_registered_and_shown_only_to_who_has_the_password(
            @InjectService(timeout = 20_000, filter = "(felix.webconsole.label=weft)") ServiceAware<Servlet> page) throws Exception {
        ServiceReference<Servlet> reference = page.getServiceReference();
        assertEquals("bundles.console", reference.getBundle().getSymbolicName());
        assertEquals("WEFT", reference.getProperty("felix.webconsole.category"));
        try (var client = HttpClient.newHttpClient()) {
            assertEquals(401, get(client, null).statusCode());
            assertEquals(401, get(client, "wrong").statusCode());
            var shown = get(client, PASSWORD);
            assertEquals(200, shown.statusCode());
            assertTrue(shown.body().contains("id=\"weft-sessions\""), shown::body);
        }
    }

    // The console opens its pages one by one.
    private static HttpResponse<String> get(HttpClient client, String password) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + System.getProperty("org.osgi.service.http.port") + "/system/console/weft");
        var request = HttpRequest.newBuilder(uri);
        if (password != null)
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8)));
        while (true) {
            try {
                var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != 404 && response.statusCode() != 503) return response;
            } catch (java.net.ConnectException e) {
                // Not listening yet.
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
