package weft.compositor.backend.kms;

/** The usual names of connectors, such as {@code HDMI-A-1}: as the kernel has them below /sys/class/drm. */
final class ConnectorName {
    private static final String[] TYPES = {"Unknown", "VGA", "DVI-I", "DVI-D", "DVI-A", "Composite", "SVIDEO", "LVDS", "Component", "DIN", "DP", "HDMI-A", "HDMI-B",
            "TV", "eDP", "Virtual", "DSI", "DPI", "Writeback", "SPI", "USB"};

    private ConnectorName() {}

    static String of(int type, int number) {
        return (type >= 0 && type < TYPES.length ? TYPES[type] : TYPES[0]) + "-" + number;
    }
}
