package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * libinput: keyboards, pointers, touch screens (libinput.h, 1.19 or later). The handle is the address of the library's
 * own context; events are addresses too, valid until {@link #destroy}. For one thread.
 */
public final class LibInput {
    public static final int DEVICE_ADDED = 1, DEVICE_REMOVED = 2, KEYBOARD_KEY = 300, POINTER_MOTION = 400, POINTER_MOTION_ABSOLUTE = 401, POINTER_BUTTON = 402;
    public static final int POINTER_SCROLL_WHEEL = 404, POINTER_SCROLL_FINGER = 405, POINTER_SCROLL_CONTINUOUS = 406;
    public static final int TOUCH_DOWN = 500, TOUCH_UP = 501, TOUCH_MOTION = 502, TOUCH_CANCEL = 503, TOUCH_FRAME = 504;
    public static final int SWIPE_BEGIN = 800, SWIPE_UPDATE = 801, SWIPE_END = 802, PINCH_BEGIN = 803, PINCH_UPDATE = 804, PINCH_END = 805, HOLD_BEGIN = 806, HOLD_END = 807;
    public static final int VERTICAL = 0, HORIZONTAL = 1;
    private static final int CAPABILITY_TOUCH = 2;
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libinput.so.10");
    private static final MemorySegment CREATE = LIBRARY.find("libinput_udev_create_context");
    private static final MemorySegment ASSIGN_SEAT = LIBRARY.find("libinput_udev_assign_seat");
    private static final MemorySegment UNREF = LIBRARY.find("libinput_unref");
    private static final MemorySegment GET_FD = LIBRARY.find("libinput_get_fd");
    private static final MemorySegment DISPATCH = LIBRARY.find("libinput_dispatch");
    private static final MemorySegment SUSPEND = LIBRARY.find("libinput_suspend");
    private static final MemorySegment RESUME = LIBRARY.find("libinput_resume");
    private static final MemorySegment GET_EVENT = LIBRARY.find("libinput_get_event");
    private static final MemorySegment EVENT_TYPE = LIBRARY.find("libinput_event_get_type");
    private static final MemorySegment EVENT_DESTROY = LIBRARY.find("libinput_event_destroy");
    private static final MemorySegment EVENT_DEVICE = LIBRARY.find("libinput_event_get_device");
    private static final MemorySegment KEYBOARD_EVENT = LIBRARY.find("libinput_event_get_keyboard_event");
    private static final MemorySegment KEY = LIBRARY.find("libinput_event_keyboard_get_key");
    private static final MemorySegment KEY_STATE = LIBRARY.find("libinput_event_keyboard_get_key_state");
    private static final MemorySegment POINTER_EVENT = LIBRARY.find("libinput_event_get_pointer_event");
    private static final MemorySegment BUTTON = LIBRARY.find("libinput_event_pointer_get_button");
    private static final MemorySegment BUTTON_STATE = LIBRARY.find("libinput_event_pointer_get_button_state");
    private static final MemorySegment HAS_AXIS = LIBRARY.find("libinput_event_pointer_has_axis");
    private static final MemorySegment TOUCH_EVENT = LIBRARY.find("libinput_event_get_touch_event");
    private static final MemorySegment SEAT_SLOT = LIBRARY.find("libinput_event_touch_get_seat_slot");
    private static final MemorySegment GESTURE_EVENT = LIBRARY.find("libinput_event_get_gesture_event");
    private static final MemorySegment FINGER_COUNT = LIBRARY.find("libinput_event_gesture_get_finger_count");
    private static final MemorySegment GESTURE_CANCELLED = LIBRARY.find("libinput_event_gesture_get_cancelled");
    private static final MemorySegment HAS_CAPABILITY = LIBRARY.find("libinput_device_has_capability");
    private static final MemorySegment TAP_FINGERS = LIBRARY.find("libinput_device_config_tap_get_finger_count");
    private static final MemorySegment SET_TAP = LIBRARY.find("libinput_device_config_tap_set_enabled");
    private static final MemorySegment HAS_NATURAL_SCROLL = LIBRARY.find("libinput_device_config_scroll_has_natural_scroll");
    private static final MemorySegment SET_NATURAL_SCROLL = LIBRARY.find("libinput_device_config_scroll_set_natural_scroll_enabled");
    private static final MemorySegment NATURAL_SCROLL = LIBRARY.find("libinput_device_config_scroll_get_natural_scroll_enabled");
    private static final MemorySegment HAS_ACCELERATION = LIBRARY.find("libinput_device_config_accel_is_available");
    private static final FunctionDescriptor AMOUNT = FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_LONG);
    private static final FunctionDescriptor AMOUNT_OF = FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle DX = LIBRARY.function("libinput_event_pointer_get_dx", AMOUNT);
    private static final MethodHandle DY = LIBRARY.function("libinput_event_pointer_get_dy", AMOUNT);
    private static final MethodHandle RAW_DX = LIBRARY.function("libinput_event_pointer_get_dx_unaccelerated", AMOUNT);
    private static final MethodHandle RAW_DY = LIBRARY.function("libinput_event_pointer_get_dy_unaccelerated", AMOUNT);
    private static final MethodHandle X = LIBRARY.function("libinput_event_pointer_get_absolute_x_transformed", AMOUNT_OF);
    private static final MethodHandle Y = LIBRARY.function("libinput_event_pointer_get_absolute_y_transformed", AMOUNT_OF);
    private static final MethodHandle SCROLL = LIBRARY.function("libinput_event_pointer_get_scroll_value", AMOUNT_OF);
    private static final MethodHandle SCROLL_V120 = LIBRARY.function("libinput_event_pointer_get_scroll_value_v120", AMOUNT_OF);
    private static final MethodHandle TOUCH_X = LIBRARY.function("libinput_event_touch_get_x_transformed", AMOUNT_OF);
    private static final MethodHandle TOUCH_Y = LIBRARY.function("libinput_event_touch_get_y_transformed", AMOUNT_OF);
    private static final MethodHandle GESTURE_DX = LIBRARY.function("libinput_event_gesture_get_dx", AMOUNT);
    private static final MethodHandle GESTURE_DY = LIBRARY.function("libinput_event_gesture_get_dy", AMOUNT);
    private static final MethodHandle GESTURE_SCALE = LIBRARY.function("libinput_event_gesture_get_scale", AMOUNT);
    private static final MethodHandle GESTURE_ANGLE = LIBRARY.function("libinput_event_gesture_get_angle_delta", AMOUNT);
    private static final MethodHandle SET_SPEED = LIBRARY.function("libinput_device_config_accel_set_speed",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_DOUBLE));

    private LibInput() {}

    /** Opens and closes devices for the library. What it throws counts as a failure. */
    public interface Opener {
        /** The descriptor of an open device, or {@code -errno}. */
        int open(String path);

        void close(int fd);
    }

    /** A context for the devices of a seat; 0 if there can be none. The opener is for the life of the process. */
    public static long open(long udev, String seat, Opener opener) {
        var table = Arena.global().allocate(16, 8);
        table.set(ValueLayout.JAVA_LONG, 0, stub("open", MethodType.methodType(int.class, Opener.class, long.class, int.class, long.class), opener,
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
        table.set(ValueLayout.JAVA_LONG, 8, stub("close", MethodType.methodType(void.class, Opener.class, int.class, long.class), opener,
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
        long context = LongCall.call(CREATE, table.address(), 0, udev);
        if (context == 0) return 0;
        try (Arena arena = Arena.ofConfined()) {
            if ((int) LongCall.call(ASSIGN_SEAT, context, arena.allocateFrom(seat).address()) == 0) return context;
        }
        close(context);
        return 0;
    }

    private static long stub(String method, MethodType type, Opener opener, FunctionDescriptor shape) {
        try {
            var target = MethodHandles.insertArguments(MethodHandles.lookup().findStatic(LibInput.class, method, type), 0, opener);
            return Linker.nativeLinker().upcallStub(target, shape, Arena.global()).address();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    // What leaves an upcall ends the whole process: nothing may.
    private static int open(Opener opener, long path, int flags, long data) {
        try {
            return opener.open(MemorySegment.ofAddress(path).reinterpret(4096).getString(0));
        } catch (Throwable t) {
            t.printStackTrace();
            return -5; // EIO
        }
    }

    private static void close(Opener opener, int fd, long data) {
        try {
            opener.close(fd);
        } catch (Throwable t) {
            t.printStackTrace();
        }
    }

    public static void close(long context) { LongCall.call(UNREF, context); }

    /** Readable when {@link #dispatch} has something to do. Stays the library's. */
    public static int descriptor(long context) { return (int) LongCall.call(GET_FD, context); }

    /** Reads what devices report into the queue of events. */
    public static void dispatch(long context) { LongCall.call(DISPATCH, context); }

    /** Closes all devices; keys and buttons that are down are reported as let go. */
    public static void suspend(long context) { LongCall.call(SUSPEND, context); }

    /** Opens them again; false if that failed. */
    public static boolean resume(long context) { return (int) LongCall.call(RESUME, context) == 0; }

    /** The next event; 0 if there is none. */
    public static long nextEvent(long context) { return LongCall.call(GET_EVENT, context); }

    public static int type(long event) { return (int) LongCall.call(EVENT_TYPE, event); }

    public static void destroy(long event) { LongCall.call(EVENT_DESTROY, event); }

    public static int key(long event) { return (int) LongCall.call(KEY, LongCall.call(KEYBOARD_EVENT, event)); }

    public static boolean isKeyPressed(long event) { return (int) LongCall.call(KEY_STATE, LongCall.call(KEYBOARD_EVENT, event)) == 1; }

    public static int button(long event) { return (int) LongCall.call(BUTTON, LongCall.call(POINTER_EVENT, event)); }

    public static boolean isButtonPressed(long event) { return (int) LongCall.call(BUTTON_STATE, LongCall.call(POINTER_EVENT, event)) == 1; }

    public static double dx(long event) { return amount(DX, LongCall.call(POINTER_EVENT, event)); }

    public static double dy(long event) { return amount(DY, LongCall.call(POINTER_EVENT, event)); }

    /** As {@link #dx}, before any acceleration. */
    public static double rawDx(long event) { return amount(RAW_DX, LongCall.call(POINTER_EVENT, event)); }

    public static double rawDy(long event) { return amount(RAW_DY, LongCall.call(POINTER_EVENT, event)); }

    /** Whether the event's device is a touch screen. */
    public static boolean isTouchScreen(long event) { return (int) LongCall.call(HAS_CAPABILITY, LongCall.call(EVENT_DEVICE, event), CAPABILITY_TOUCH) != 0; }

    /** The place of an absolute pointer on a screen of that width. */
    public static double x(long event, int width) { return amount(X, LongCall.call(POINTER_EVENT, event), width); }

    public static double y(long event, int height) { return amount(Y, LongCall.call(POINTER_EVENT, event), height); }

    /** How far was scrolled along an axis, in pixels; 0 if not along this one. */
    public static double scroll(long event, int axis) { return scroll(SCROLL, event, axis); }

    /** How far a wheel was turned, in 120ths of a click. */
    public static double wheel(long event, int axis) { return scroll(SCROLL_V120, event, axis); }

    private static double scroll(MethodHandle h, long event, int axis) {
        long pointer = LongCall.call(POINTER_EVENT, event);
        return (int) LongCall.call(HAS_AXIS, pointer, axis) == 0 ? 0 : amount(h, pointer, axis);
    }

    /** The number of a finger among those that touch. */
    public static int finger(long event) { return (int) LongCall.call(SEAT_SLOT, LongCall.call(TOUCH_EVENT, event)); }

    public static double touchX(long event, int width) { return amount(TOUCH_X, LongCall.call(TOUCH_EVENT, event), width); }

    public static double touchY(long event, int height) { return amount(TOUCH_Y, LongCall.call(TOUCH_EVENT, event), height); }

    /** Whether the event's device scrolls so that content follows the fingers. */
    public static boolean scrollsNaturally(long event) { return (int) LongCall.call(NATURAL_SCROLL, LongCall.call(EVENT_DEVICE, event)) != 0; }

    /** How many fingers take part in a gesture. */
    public static int fingers(long event) { return (int) LongCall.call(FINGER_COUNT, LongCall.call(GESTURE_EVENT, event)); }

    /** Whether a gesture that ends turned out to be something else. */
    public static boolean isCancelled(long event) { return (int) LongCall.call(GESTURE_CANCELLED, LongCall.call(GESTURE_EVENT, event)) != 0; }

    public static double gestureDx(long event) { return amount(GESTURE_DX, LongCall.call(GESTURE_EVENT, event)); }

    public static double gestureDy(long event) { return amount(GESTURE_DY, LongCall.call(GESTURE_EVENT, event)); }

    /** The distance of pinching fingers, compared to that in the beginning. */
    public static double scale(long event) { return amount(GESTURE_SCALE, LongCall.call(GESTURE_EVENT, event)); }

    /** By how many degrees, clockwise, the fingers turned since the last event. */
    public static double turned(long event) { return amount(GESTURE_ANGLE, LongCall.call(GESTURE_EVENT, event)); }

    /** Sets what the event's device can be set: tapping as clicking, scrolling like paper, speed from -1 to 1. */
    public static void configure(long event, boolean tap, boolean naturalScroll, double speed) {
        long device = LongCall.call(EVENT_DEVICE, event);
        if ((int) LongCall.call(TAP_FINGERS, device) > 0) LongCall.call(SET_TAP, device, tap ? 1 : 0);
        if ((int) LongCall.call(HAS_NATURAL_SCROLL, device) != 0) LongCall.call(SET_NATURAL_SCROLL, device, naturalScroll ? 1 : 0);
        if ((int) LongCall.call(HAS_ACCELERATION, device) == 0) return;
        try {
            int status = (int) SET_SPEED.invokeExact(device, speed);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static double amount(MethodHandle h, long event) {
        try {
            return (double) h.invokeExact(event);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static double amount(MethodHandle h, long event, int of) {
        try {
            return (double) h.invokeExact(event, of);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }
}
