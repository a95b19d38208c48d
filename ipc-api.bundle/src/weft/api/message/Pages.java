package weft.api.message;

import java.util.List;
import java.util.Optional;
import weft.api.AppId;
import weft.api.Badge;
import weft.api.SessionId;

/** Between the shell and the web engine. */
public sealed interface Pages extends Message {
    @Doc(value = "Opens an app's page in a window of its own; a page that is open already stays as it is. Answered when its first frame is on its surface.", reply = Connection.Ok.class)
    record OpenPage(SessionId session, AppId appId, String title, String root, String entry, int width, int height, List<Badge> badges) implements Pages {}

    @Doc(value = "Closes a page and its window.", reply = Connection.Ok.class)
    record ClosePage(SessionId session) implements Pages {}

    @Doc(value = "Brings a page's window to the front.", reply = Connection.Ok.class)
    record FocusPage(SessionId session) implements Pages {}

    @Doc(value = "Changes what a window's title bar says.", reply = Connection.Ok.class)
    record SetTitle(SessionId session, String title, List<Badge> badges) implements Pages {}

    @Doc(value = "The sessions whose pages are open.", reply = PagesOpen.class)
    record QueryPages() implements Pages {}

    @Doc("Answers QUERY_PAGES.")
    record PagesOpen(List<SessionId> sessions) implements Pages {}

    @Doc(value = "Reads the clipboard as text for a page that the user works in; denied for another, naming the capability.", reply = Selection.class)
    record ReadSelection(SessionId session, String capability) implements Pages {}

    @Doc("The clipboard's text; empty if it holds none.")
    record Selection(@Sensitive String text) implements Pages {}

    @Doc(value = "Puts text on the clipboard for a page that the user works in; denied for another, naming the capability.", reply = Connection.Ok.class)
    record SetSelection(SessionId session, String capability, @Sensitive String text) implements Pages {}

    @Doc("A page's renderer died; the engine loads it again.")
    record PageCrashed(SessionId session, String reason) implements Pages {}

    @Doc("The user closed a page's window.")
    record PageClosed(SessionId session) implements Pages {}

    @Doc("Something the user should know; kind is info or failure. One with the number of an earlier one replaces it.")
    record Notification(@Sensitive String title, @Sensitive String text, String kind, Optional<Long> number) implements Pages {
        public Notification(String title, String text, String kind) {
            this(title, text, kind, Optional.empty());
        }
    }

    @Doc("The notification of this number is not to be shown any more.")
    record NotificationWithdrawn(long number) implements Pages {}
}
