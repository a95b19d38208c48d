package weft.shell.engine.window;

/**
 * The virtual key codes that pages see as {@code keyCode} (VK_… of Windows, which the web took over): by the letter for
 * keys that type a Latin one, by the place on a US keyboard for the others.
 */
final class WindowsKeys {
    // Index: evdev code (linux/input-event-codes.h), 1 is Escape.
    private static final int[] BY_PLACE = {
        0, 0x1B, '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 0xBD, 0xBB, 0x08, 0x09, // … minus equal backspace tab
        'Q', 'W', 'E', 'R', 'T', 'Y', 'U', 'I', 'O', 'P', 0xDB, 0xDD, 0x0D, 0x11, 'A', 'S', // brackets enter control
        'D', 'F', 'G', 'H', 'J', 'K', 'L', 0xBA, 0xDE, 0xC0, 0x10, 0xDC, 'Z', 'X', 'C', 'V', // ; ' ` shift backslash
        'B', 'N', 'M', 0xBC, 0xBE, 0xBF, 0x10, 0x6A, 0x12, 0x20, 0x14, // , . / shift kp* alt space caps
        0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x90, 0x91, // F1–F10 numlock scrolllock
        0x67, 0x68, 0x69, 0x6D, 0x64, 0x65, 0x66, 0x6B, 0x61, 0x62, 0x63, 0x60, 0x6E, 0, 0, 0xE2, // keypad … 102nd
        0x7A, 0x7B, 0, 0, 0, 0, 0, 0, 0, 0x0D, 0x11, 0x6F, 0x2C, 0x12, 0, // F11 F12 … kpenter rctrl kp/ print altgr
        0x24, 0x26, 0x21, 0x25, 0x27, 0x23, 0x28, 0x22, 0x2D, 0x2E, // home up pgup left right end down pgdn insert delete
        0, 0xAD, 0xAE, 0xAF, 0, 0, 0, 0x13, 0, 0, 0, 0, 0, 0x5B, 0x5C, 0x5D // mute volume … pause … super super menu
    };
    private static final int KEYPAD_FIRST = 0xFF80, KEYPAD_LAST = 0xFFB9;
    /** Keypad symbols without Num Lock: home left up right down pageup pagedown end begin insert delete. */
    private static final int KEYPAD_HOME = 0xFF95, KEYPAD_DELETE = 0xFF9F;
    private static final int[] KEYPAD_MOVES = {0x24, 0x25, 0x26, 0x27, 0x28, 0x21, 0x22, 0x23, 0x0C, 0x2D, 0x2E};

    private WindowsKeys() {}

    /** @param symbol the keysym (xkbcommon/xkbcommon-keysyms.h) that the key means now */
    static int code(int evdevCode, int symbol) {
        if (symbol >= 'a' && symbol <= 'z') return symbol - 'a' + 'A';
        if (symbol >= 'A' && symbol <= 'Z') return symbol;
        if (symbol >= KEYPAD_HOME && symbol <= KEYPAD_DELETE) return KEYPAD_MOVES[symbol - KEYPAD_HOME];
        return evdevCode >= 0 && evdevCode < BY_PLACE.length ? BY_PLACE[evdevCode] : 0;
    }

    static boolean isKeyPad(int symbol) {
        return symbol >= KEYPAD_FIRST && symbol <= KEYPAD_LAST;
    }

    /** What the key types: characters, and of the control characters only Enter's. */
    static String text(int symbol, int codePoint) {
        if (codePoint == 0 || codePoint == 0x7F || codePoint < 0x20 && codePoint != '\r') return "";
        return Character.toString(codePoint);
    }
}
