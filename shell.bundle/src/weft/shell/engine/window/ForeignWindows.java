package weft.shell.engine.window;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.wayland.protocol.client.ZweftForeignWindowV1;

/** The windows of programs that are not the session's own, in the order in which they came. For the loop's thread. */
public final class ForeignWindows {
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    private final Runnable onChange;
    private int last;

    /** One of them; the number is never used again. */
    public record ForeignWindow(int number, String title, String appId, boolean focused) {}

    private static final class Entry {
        private final ZweftForeignWindowV1 proxy;
        private ForeignWindow known;

        Entry(ZweftForeignWindowV1 proxy) {
            this.proxy = proxy;
        }
    }

    /** @param onChange called when the list is another */
    ForeignWindows(Runnable onChange) {
        this.onChange = onChange;
    }

    void add(ZweftForeignWindowV1 window) {
        int number = ++last;
        var entry = new Entry(window);
        entries.put(number, entry);
        window.setEvents(new ZweftForeignWindowV1.Events() {
            @Override
            public void described(ZweftForeignWindowV1 w, String title, String appId, int focused) {
                entry.known = new ForeignWindow(number, title, appId, focused != 0);
                onChange.run();
            }

            @Override
            public void gone(ZweftForeignWindowV1 w) {
                entries.remove(number);
                w.destroy();
                onChange.run();
            }
        });
    }

    void lost() {
        entries.clear();
        onChange.run();
    }

    public List<ForeignWindow> list() {
        return entries.values().stream().map(e -> e.known).filter(w -> w != null).toList();
    }

    /** Shows a window and gives it the keyboard; returns false if there is none of that number. */
    public boolean activate(int number) {
        var entry = entries.get(number);
        if (entry != null) entry.proxy.activate();
        return entry != null;
    }

    /** Asks a window's program to close it; returns false if there is none of that number. */
    public boolean close(int number) {
        var entry = entries.get(number);
        if (entry != null) entry.proxy.close();
        return entry != null;
    }
}
