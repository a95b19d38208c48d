package weft.shell.engine.cef;

/**
 * Where things are in the C structures of CEF 146 (branch 7680, {@code include/capi/*.h}, {@code include/internal/cef_types*.h},
 * x86-64), which JCEF does not expose. A structure with methods is a 40-byte {@code cef_base_ref_counted_t} followed by
 * one pointer a method in the header's order. They hold for this version only: {@link CefPatches} compares version and
 * sizes at start and refuses another. {@code docs/web-engine.md} says how to update them.
 */
final class CefLayout {
    /** {@code cef_version_info(0…2)}: major, minor, patch. */
    static final int[] VERSION = {146, 0, 10};

    static final int BASE_RELEASE = 16;

    /** {@code cef_settings_t}: ints but for the size. */
    static final int SETTINGS_SIZE = 448, SETTINGS_NO_SANDBOX = 8, SETTINGS_MULTI_THREADED = 88, SETTINGS_EXTERNAL_PUMP = 92;

    /** {@code cef_window_info_t}. */
    static final int WINDOW_INFO_SIZE = 88;

    /** {@code cef_browser_settings_t}. */
    static final int BROWSER_SETTINGS_SIZE = 264, BROWSER_SETTINGS_BACKGROUND = 248;

    /** {@code cef_request_context_settings_t}: {@code cache_path} is a {@code cef_string_t} {chars, length, destructor}. */
    static final int CONTEXT_SETTINGS_SIZE = 64, CONTEXT_CACHE_PATH = 8;

    /** {@code cef_browser_t}. */
    static final int BROWSER_GET_HOST = 48, BROWSER_GET_IDENTIFIER = 120;

    /** {@code cef_browser_host_t}. */
    static final int HOST_SIZE = 592, HOST_SET_FOCUS = 72, HOST_WAS_HIDDEN = 312, HOST_SEND_KEY = 344, HOST_SEND_CLICK = 352,
            HOST_SEND_MOVE = 360, HOST_SEND_WHEEL = 368, HOST_IME_COMMIT = 424;

    /** {@code cef_client_t}, {@code cef_display_handler_t}. */
    static final int CLIENT_GET_DISPLAY_HANDLER = 72, DISPLAY_ON_CURSOR_CHANGE = 112;

    /** {@code cef_key_event_t}. */
    static final int KEY_SIZE = 40, KEY_TYPE = 8, KEY_MODIFIERS = 12, KEY_WINDOWS_CODE = 16, KEY_NATIVE_CODE = 20, KEY_CHARACTER = 28,
            KEY_UNMODIFIED = 30;

    /** {@code Display.screens} of Xlib, read by the {@code DefaultRootWindow} macro. */
    static final int XDISPLAY_SCREENS = 232;

    private CefLayout() {}
}
