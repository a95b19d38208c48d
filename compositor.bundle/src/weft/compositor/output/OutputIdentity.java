package weft.compositor.output;

/**
 * Which display it is. {@code name} is its connector's, unique at one time, such as {@code DP-1}; make, model and serial number are what the display says of
 * itself (EDID), empty where it says nothing.
 */
public record OutputIdentity(String name, String make, String model, String serial) {
    /** By which it is known again: the same display at another connector, if it has a serial number; else the same model at the same connector. */
    public String key() {
        String display = (make + " " + model).strip();
        if (!serial.isEmpty() && !display.isEmpty()) return display + " " + serial;
        return display.isEmpty() ? name : name + " " + display;
    }

    /** For people. */
    public String description() {
        String display = (make + " " + model + " " + serial).strip();
        return display.isEmpty() ? name : display + " (" + name + ")";
    }
}
