package weft.shell.engine.cef;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.ObjIntConsumer;
import javax.swing.SwingUtilities;
import org.cef.CefApp;
import org.cef.CefClient;
import org.cef.CefSettings;
import org.cef.SystemBootstrap;
import org.cef.browser.CefRequestContext;
import org.cef.callback.CefCommandLine;
import org.cef.callback.CefSchemeRegistrar;
import org.cef.handler.CefAppHandlerAdapter;
import org.cef.handler.CefRequestContextHandler;

/**
 * Chromium in this process: started once, with its own UI thread, its sandbox on, off-screen. Ends with the process; there
 * is no second start (CEF cannot).
 */
public final class Chromium {
    /** The scheme of app pages: {@code weft-app://org.weft.notes/}. */
    public static final String SCHEME = "weft-app";
    // Standard 1, secure 8, CORS enabled 16, fetch enabled 64 (cef_scheme_options_t).
    private static final int SCHEME_OPTIONS = 89;
    private static final Map<String, String> SWITCHES = Map.ofEntries(Map.entry("ozone-platform", "headless"), Map.entry("disable-gpu", ""),
            Map.entry("disable-background-networking", ""), Map.entry("disable-component-update", ""), Map.entry("disable-sync", ""),
            Map.entry("no-first-run", ""), Map.entry("disable-breakpad", ""), Map.entry("disable-extensions", ""),
            Map.entry("disable-default-apps", ""), Map.entry("disable-domain-reliability", ""), Map.entry("metrics-recording-only", ""),
            Map.entry("force-color-profile", "srgb"), Map.entry("mute-audio", ""));
    /** Where no namespace keeps the engine from the network: nothing is looked up, and everything would go through a proxy that is not there. */
    private static final Map<String, String> SETUID_SWITCHES = Map.of("disable-namespace-sandbox", "", "host-resolver-rules", "MAP * ~NOTFOUND",
            "proxy-server", "socks5://127.0.0.1:1", "proxy-bypass-list", "<-loopback>", "dns-prefetch-disable", "", "disable-quic", "",
            "webrtc-ip-handling-policy", "disable_non_proxied_udp");
    private static final long STOP_LIMIT_MS = 3000;
    private static final String NO_SPARE_RENDERER = "SpareRendererForSitePerProcess";
    private final CefApp app;
    private final CefClient client;
    private final CountDownLatch stopping;

    private Chromium(CefApp app, CefClient client, CountDownLatch stopping) {
        this.app = app;
        this.client = client;
        this.stopping = stopping;
    }

    /**
     * Starts Chromium and waits until it runs.
     *
     * @param natives  folder of libcef.so, libjcef.so, jcef_helper
     * @param profiles folder for everything that is kept; one process at a time may use it
     * @param setuid whether pages are held by Chromium's setuid sandbox, {@code $CHROME_DEVEL_SANDBOX}, instead of namespaces, and the engine by nothing
     * @param temporary this process's own folder for passing things to its helpers, also {@code $TMPDIR}, which must end in a slash
     * @throws IllegalStateException with the reason if it does not start
     */
    public static Chromium start(Path natives, Path profiles, String temporary, boolean setuid) throws IOException {
        if (!temporary.endsWith("/")) throw new IllegalArgumentException("TMPDIR must end in a slash: " + temporary);
        Files.createDirectories(profiles);
        SystemBootstrap.setLoader(name -> {
            if (name.equals("jcef")) System.load(System.getProperty("java.home") + "/lib/libjawt.so");
            System.load(natives.resolve("lib" + name + ".so").toString());
        });
        CefApp.addAppHandler(new Handler(Path.of(temporary), setuid));
        if (!CefApp.startup(new String[0])) throw new IllegalStateException("CEF did not load");
        CefPatches.install(natives);
        var app = CefApp.getInstance(new String[0], settings(natives, profiles));
        var client = app.createClient();
        if (CefApp.getState() != CefApp.CefAppState.INITIALIZED)
            throw new IllegalStateException(CefPatches.refusal() != null ? CefPatches.refusal() : "Chromium did not start: is the profile " + profiles + " in use?");
        BrowserHost.link(SymbolLookup.libraryLookup(natives.resolve("libcef.so"), Arena.global()));
        return new Chromium(app, client, keepStartingThread());
    }

    /**
     * CEF must be shut down by the thread that started it, which for JCEF is AWT's. That one would end when it has nothing
     * to do, so it is given something: to wait.
     */
    private static CountDownLatch keepStartingThread() {
        var latch = new CountDownLatch(1);
        SwingUtilities.invokeLater(() -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return latch;
    }

    /** Closes every browser, saves what pages keep, and ends this process; in any case soon. From any thread. */
    public void stop() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(STOP_LIMIT_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        stopping.countDown();
        app.dispose();
    }

    private static CefSettings settings(Path natives, Path profiles) {
        var settings = new CefSettings();
        settings.windowless_rendering_enabled = true;
        settings.browser_subprocess_path = natives.resolve("jcef_helper").toString();
        settings.resources_dir_path = natives.toString();
        settings.locales_dir_path = natives.resolve("locales").toString();
        settings.root_cache_path = profiles.toString();
        settings.log_severity = CefSettings.LogSeverity.LOGSEVERITY_DISABLE;
        settings.locale = "en-US";
        return settings;
    }

    /** All browsers share this client; its handlers tell them apart. */
    public CefClient client() {
        return client;
    }

    /** A context of its own for one browser, keeping its data in a direct child of the profiles' folder. */
    public CefRequestContext context(Path folder, CefRequestContextHandler handler) {
        return CefPatches.withCachePath(folder, () -> CefRequestContext.createContext(handler));
    }

    /** The colour of opaque pages before their own, {@code 0xAARRGGBB}; for browsers created from now on. */
    public void background(int argb) {
        CefPatches.background(argb);
    }

    /** Told the {@code cef_cursor_type_t} and the identifier of the browser that asks for it; on Chromium's UI thread. */
    public void onCursor(ObjIntConsumer<Integer> listener) {
        CursorHook.listen((browser, type) -> listener.accept(browser, type));
    }

    private static final class Handler extends CefAppHandlerAdapter {
        private final Path temporary;
        private final boolean setuid;

        Handler(Path temporary, boolean setuid) {
            super(null);
            this.temporary = temporary;
            this.setuid = setuid;
        }

        /** JCEF adds {@code no-sandbox} itself; only a new command line is without it. */
        @Override
        public void onBeforeCommandLineProcessing(String processType, CefCommandLine line) {
            var switches = new LinkedHashMap<>(line.getSwitches());
            switches.remove("no-sandbox");
            switches.putAll(SWITCHES);
            if (setuid) switches.putAll(SETUID_SWITCHES);
            switches.merge("disable-features", NO_SPARE_RENDERER, (have, more) -> have + "," + more);
            line.reset();
            switches.forEach((name, value) -> {
                if (value == null || value.isEmpty()) line.appendSwitch(name);
                else line.appendSwitchWithValue(name, value);
            });
        }

        /**
         * Helpers learn of schemes from a file that is named after their parent's pid. The sandbox's zygote lives in a pid
         * namespace of its own, where its parent is number 0.
         */
        @Override
        public void onRegisterCustomSchemes(CefSchemeRegistrar registrar) {
            if (!registrar.addCustomScheme(SCHEME, true, false, false, true, true, false, true))
                throw new IllegalStateException("the scheme " + SCHEME + " was refused");
            try {
                Files.writeString(temporary.resolve("jcef-p0_scheme.tmp"), SCHEME + "," + SCHEME_OPTIONS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** After the shutdown nothing is left to be done, and JCEF's own exit hooks would only shut down again. */
        @Override
        public void stateHasChanged(CefApp.CefAppState state) {
            if (state == CefApp.CefAppState.TERMINATED) Runtime.getRuntime().halt(0);
        }
    }
}
