package weft.compositor.protocol;

import java.util.List;
import weft.compositor.output.OutputIdentity;
import weft.compositor.output.OutputMode;
import weft.compositor.output.OutputSettings;

/** An output as clients see it. {@code modes}: what it can be in, the preferred one first; millimetres are 0 where they are not known. */
public record OutputInfo(OutputIdentity identity, List<OutputMode> modes, int millimetresWide, int millimetresHigh, OutputSettings settings) {
    private static final int DOTS_PER_INCH = 96;

    String name() {
        return identity.name();
    }

    String make() {
        return identity.make().isEmpty() ? "WEFT" : identity.make();
    }

    String model() {
        return identity.model().isEmpty() ? "output" : identity.model();
    }

    /** Where the display does not say, as if it had the usual density. */
    int wide() {
        return millimetresWide > 0 ? millimetresWide : settings.mode().width() * 254 / (10 * DOTS_PER_INCH);
    }

    int high() {
        return millimetresHigh > 0 ? millimetresHigh : settings.mode().height() * 254 / (10 * DOTS_PER_INCH);
    }
}
