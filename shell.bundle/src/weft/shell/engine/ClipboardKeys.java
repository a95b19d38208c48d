package weft.shell.engine;

import java.util.Map;
import org.cef.callback.CefQueryCallback;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.shell.engine.cef.BrowserHost;
import weft.shell.engine.window.Clipboard;

/**
 * A page's way to the session's clipboard by the user's own keys for it, without a grant: each press is good for one
 * copy, cut or paste soon after, and nothing else is. For the loop's thread.
 */
final class ClipboardKeys {
    private static final int INSERT = 45, DELETE = 46;
    private static final long GOOD_NANOS = 2_000_000_000L;
    private final Clipboard clipboard;
    private long copyUntil, pasteUntil;
    private boolean mayCopy, mayPaste;

    ClipboardKeys(Clipboard clipboard) {
        this.clipboard = clipboard;
    }

    /** The user presses a key in the page's window; flags are those of {@link BrowserHost}, the code is a virtual key's. */
    void pressed(int flags, int windowsCode) {
        boolean control = (flags & BrowserHost.CONTROL) != 0 && (flags & BrowserHost.ALT) == 0, shift = (flags & BrowserHost.SHIFT) != 0;
        long until = System.nanoTime() + GOOD_NANOS;
        if (control && (windowsCode == 'C' || windowsCode == 'X' || windowsCode == INSERT) || shift && !control && windowsCode == DELETE) {
            mayCopy = true;
            copyUntil = until;
        } else if (control && windowsCode == 'V' || shift && !control && windowsCode == INSERT) {
            mayPaste = true;
            pasteUntil = until;
        }
    }

    /** The page says what was copied. */
    void copied(Object text, CefQueryCallback answer) {
        if (!mayCopy || System.nanoTime() > copyUntil) throw new WeftException(ErrorCode.DENIED, "The user has not pressed the keys for copying.");
        mayCopy = false;
        if (!(text instanceof String copied) || copied.length() > Clipboard.MAX_BYTES) throw new WeftException(ErrorCode.INVALID, "What is copied is text of at most a million characters.");
        if (!clipboard.write(copied)) throw new WeftException(ErrorCode.UNAVAILABLE, "The clipboard is not there at the moment.");
        PageAnswer.success(answer, Map.of());
    }

    /** The page asks for what is to be inserted. */
    void paste(CefQueryCallback answer) {
        if (!mayPaste || System.nanoTime() > pasteUntil) throw new WeftException(ErrorCode.DENIED, "The user has not pressed the keys for inserting.");
        mayPaste = false;
        clipboard.read(text -> text.ifPresentOrElse(t -> PageAnswer.success(answer, Map.of("text", t)),
                () -> PageAnswer.failure(answer, ErrorCode.UNAVAILABLE, "What is on the clipboard cannot be read.")));
    }
}
