package weft.portal;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.gateway.Child;
import weft.api.gateway.Children;
import weft.api.gateway.SessionFacts;
import weft.api.message.Connection.Ok;
import weft.api.message.Connection.Role;
import weft.api.message.Message;
import weft.api.message.Pages.ReadSelection;
import weft.api.message.Pages.Selection;
import weft.api.message.Pages.SetSelection;
import weft.api.message.Services.ClipboardText;
import weft.api.message.Services.WriteClipboard;
import weft.api.packages.Capability;
import weft.api.packages.Packages;
import weft.portal.permission.Ledger;

/** The clipboard for apps: with the grant, and only while the user works in one of the app's windows, which the web engine knows. */
final class ClipboardAccess {
    private static final String READ = "sys:clipboard:read", WRITE = "sys:clipboard:write";
    private static final int MAX_BYTES = 1 << 20;
    private static final long LIMIT_S = 10;
    private final Children children;
    private final Packages packages;
    private final Ledger ledger;

    ClipboardAccess(Children children, Packages packages, Ledger ledger) {
        this.children = children;
        this.packages = packages;
        this.ledger = ledger;
    }

    ClipboardText read(SessionFacts session) {
        require(session, READ);
        return new ClipboardText(ask(new ReadSelection(session.session(), READ)) instanceof Selection s ? s.text() : "");
    }

    Ok write(SessionFacts session, WriteClipboard wanted) {
        if (wanted.text().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) throw new WeftException(ErrorCode.TOO_LARGE, "The clipboard takes at most " + MAX_BYTES + " bytes.");
        require(session, WRITE);
        ask(new SetSelection(session.session(), WRITE, wanted.text()));
        return new Ok();
    }

    private void require(SessionFacts session, String name) {
        Capability capability = packages.find(session.appId()).capabilities().stream().filter(c -> c.name().equals(name)).findFirst()
                .orElseThrow(() -> WeftException.denied(name, session.name() + " does not declare that it uses the clipboard."));
        ledger.require(session, capability);
    }

    private Message ask(Message request) {
        Child engine = children.all().stream().filter(c -> c.role() == Role.engine && c.connected()).findFirst()
                .orElseThrow(() -> new WeftException(ErrorCode.UNAVAILABLE, "The clipboard is not there at the moment: the web engine is not running."));
        try {
            return engine.request(request).get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WeftException w ? w : new WeftException(ErrorCode.INTERNAL, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw new WeftException(ErrorCode.TIMEOUT, "The web engine does not answer.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeftException(ErrorCode.UNAVAILABLE, "The platform is stopping.");
        }
    }
}
