package weft.compositor.protocol;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of protocols have in common: a compositor and a first client, ended with each test. */
abstract class ProtocolTest {
    static final int RED = 0xffff0000, BLUE = 0xff0000ff, GREEN = 0xff00ff00;
    TestCompositor server;
    TestClient client;

    @BeforeEach
    final void startCompositor() throws Exception {
        server = new TestCompositor();
        client = server.connect();
    }

    @AfterEach
    final void stopCompositor() {
        server.close();
    }

    /** The content's left edge of the window that was made last. */
    int lastX() {
        return server.lastWindow().content().x();
    }

    int lastY() {
        return server.lastWindow().content().y();
    }
}
