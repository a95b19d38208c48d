package weft.shell.engine;

import java.util.Map;
import org.cef.callback.CefQueryCallback;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.shell.engine.cef.BrowserHost;
import weft.shell.engine.window.Clipboard;
import weft.shell.engine.window.PrimarySelection;

/**
 * A page's way to what is selected in the session, without a grant: what the user selects in the page is offered to others, and the middle button inserts what was
 * selected last. Each use of button or keys is good for one of them soon after, and nothing else is. For the loop's thread.
 */
final class SelectionButtons {
    private static final long GOOD_NANOS = 2_000_000_000L;
    private final PrimarySelection selection;
    private long offerUntil, insertUntil;
    private boolean mayOffer, mayInsert;

    SelectionButtons(PrimarySelection selection) {
        this.selection = selection;
    }

    /** The user presses or lets go a button in the page's window. */
    void button(int button, boolean pressed) {
        if (button == BrowserHost.LEFT && !pressed) offering();
        if (button != BrowserHost.MIDDLE || !pressed) return;
        mayInsert = true;
        insertUntil = System.nanoTime() + GOOD_NANOS;
    }

    /** The user presses a key in the page's window: with Shift it may select something, and Control+A selects everything. */
    void key(int flags, int windowsCode) {
        if ((flags & BrowserHost.SHIFT) != 0 || (flags & BrowserHost.CONTROL) != 0 && windowsCode == 'A') offering();
    }

    private void offering() {
        mayOffer = true;
        offerUntil = System.nanoTime() + GOOD_NANOS;
    }

    /** The page says what is selected. */
    void selected(Object text, CefQueryCallback answer) {
        if (!mayOffer || System.nanoTime() > offerUntil) throw new WeftException(ErrorCode.DENIED, "The user has selected nothing.");
        mayOffer = false;
        if (!(text instanceof String chosen) || chosen.length() > Clipboard.MAX_BYTES) throw new WeftException(ErrorCode.INVALID, "What is selected is text of at most a million characters.");
        selection.offer(chosen);
        PageAnswer.success(answer, Map.of());
    }

    /** The page asks for what is to be inserted. */
    void insert(CefQueryCallback answer) {
        if (!mayInsert || System.nanoTime() > insertUntil) throw new WeftException(ErrorCode.DENIED, "The user has not pressed the middle button.");
        mayInsert = false;
        selection.read(text -> text.ifPresentOrElse(t -> PageAnswer.success(answer, Map.of("text", t)),
                () -> PageAnswer.failure(answer, ErrorCode.UNAVAILABLE, "What is selected cannot be read.")));
    }
}
