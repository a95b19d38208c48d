package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * libudev: which devices there are, and which come and go (libudev.h). Handles are addresses of the library's own
 * objects, for one thread.
 */
public final class Udev {
    private static final int MOST_TEXT = 4096;
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libudev.so.1");
    private static final MemorySegment NEW = LIBRARY.find("udev_new");
    private static final MemorySegment UNREF = LIBRARY.find("udev_unref");
    private static final MemorySegment ENUMERATE_NEW = LIBRARY.find("udev_enumerate_new");
    private static final MemorySegment ENUMERATE_UNREF = LIBRARY.find("udev_enumerate_unref");
    private static final MemorySegment ENUMERATE_MATCH = LIBRARY.find("udev_enumerate_add_match_subsystem");
    private static final MemorySegment ENUMERATE_SCAN = LIBRARY.find("udev_enumerate_scan_devices");
    private static final MemorySegment ENUMERATE_LIST = LIBRARY.find("udev_enumerate_get_list_entry");
    private static final MemorySegment ENTRY_NEXT = LIBRARY.find("udev_list_entry_get_next");
    private static final MemorySegment ENTRY_NAME = LIBRARY.find("udev_list_entry_get_name");
    private static final MemorySegment DEVICE_NEW = LIBRARY.find("udev_device_new_from_syspath");
    private static final MemorySegment DEVICE_UNREF = LIBRARY.find("udev_device_unref");
    private static final MemorySegment DEVICE_NODE = LIBRARY.find("udev_device_get_devnode");
    private static final MemorySegment DEVICE_PROPERTY = LIBRARY.find("udev_device_get_property_value");
    private static final MemorySegment MONITOR_NEW = LIBRARY.find("udev_monitor_new_from_netlink");
    private static final MemorySegment MONITOR_UNREF = LIBRARY.find("udev_monitor_unref");
    private static final MemorySegment MONITOR_MATCH = LIBRARY.find("udev_monitor_filter_add_match_subsystem_devtype");
    private static final MemorySegment MONITOR_ENABLE = LIBRARY.find("udev_monitor_enable_receiving");
    private static final MemorySegment MONITOR_FD = LIBRARY.find("udev_monitor_get_fd");
    private static final MemorySegment MONITOR_RECEIVE = LIBRARY.find("udev_monitor_receive_device");

    private Udev() {}

    /** A device with a node: its path, and the seat that it belongs to. */
    public record Device(String node, String seat) {}

    public static long open() {
        return LongCall.call(NEW, 0);
    }

    public static void close(long udev) {
        LongCall.call(UNREF, udev);
    }

    /** The devices of a subsystem, such as {@code drm}, that have nodes. */
    public static List<Device> devices(long udev, String subsystem) {
        var found = new ArrayList<Device>();
        try (Arena arena = Arena.ofConfined()) {
            long enumeration = LongCall.call(ENUMERATE_NEW, udev);
            LongCall.call(ENUMERATE_MATCH, enumeration, arena.allocateFrom(subsystem).address());
            LongCall.call(ENUMERATE_SCAN, enumeration);
            for (long entry = LongCall.call(ENUMERATE_LIST, enumeration); entry != 0; entry = LongCall.call(ENTRY_NEXT, entry)) {
                long device = LongCall.call(DEVICE_NEW, udev, LongCall.call(ENTRY_NAME, entry));
                if (device == 0) continue;
                String node = text(LongCall.call(DEVICE_NODE, device));
                String seat = text(LongCall.call(DEVICE_PROPERTY, device, arena.allocateFrom("ID_SEAT").address()));
                if (node != null) found.add(new Device(node, seat == null ? "seat0" : seat));
                LongCall.call(DEVICE_UNREF, device);
            }
            LongCall.call(ENUMERATE_UNREF, enumeration);
        }
        return found;
    }

    /** Begins to listen for changes of a subsystem; 0 if that cannot be. */
    public static long monitor(long udev, String subsystem) {
        try (Arena arena = Arena.ofConfined()) {
            long monitor = LongCall.call(MONITOR_NEW, udev, arena.allocateFrom("udev").address());
            if (monitor == 0) return 0;
            LongCall.call(MONITOR_MATCH, monitor, arena.allocateFrom(subsystem).address(), 0);
            LongCall.call(MONITOR_ENABLE, monitor);
            return monitor;
        }
    }

    public static void closeMonitor(long monitor) {
        LongCall.call(MONITOR_UNREF, monitor);
    }

    /** Readable when something has changed. Stays the library's. */
    public static int descriptor(long monitor) {
        return (int) LongCall.call(MONITOR_FD, monitor);
    }

    /** Takes one change out; false if there is none. */
    public static boolean takeChange(long monitor) {
        long device = LongCall.call(MONITOR_RECEIVE, monitor);
        if (device == 0) return false;
        LongCall.call(DEVICE_UNREF, device);
        return true;
    }

    private static String text(long address) {
        return address == 0 ? null : MemorySegment.ofAddress(address).reinterpret(MOST_TEXT).getString(0);
    }
}
