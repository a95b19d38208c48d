package weft.compositor.backend.kms;

/**
 * How real screens are used.
 *
 * @param width the first display is shown in a mode of this size, if it has one; 0 leaves it to the display
 * @param legacy whether to keep to the older interface of KMS, for devices whose atomic one is broken
 */
public record KmsSettings(int width, int height, boolean legacy, InputSettings input) {}
