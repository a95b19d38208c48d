package weft.compositor.protocol;

/** An output as clients see it. {@code refresh} is in thousandths of a hertz. */
public record OutputInfo(String name, String description, int width, int height, int refresh) {
    public OutputInfo withSize(int newWidth, int newHeight) {
        return new OutputInfo(name, description, newWidth, newHeight, refresh);
    }
}
