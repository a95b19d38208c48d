package weft.compositor.protocol;

import java.util.List;
import java.util.Map;
import weft.compositor.output.OutputSettings;

/** How outputs are shown, for who may change it. Outputs go by their names. */
public interface OutputControl {
    /** All that are plugged in, whether enabled or not. */
    List<OutputInfo> all();

    /** Whether an output can be shown so. */
    boolean canShow(String name, OutputSettings settings);

    /** Shows outputs in another way, all of them or, returning false, none. */
    boolean apply(Map<String, OutputSettings> wanted);

    boolean isPowered(String name);

    /** Switches an output's light off or on; its windows stay. Returns false if there is none of that name. */
    boolean power(String name, boolean on);
}
