package weft.packages.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import weft.api.ContractRange;
import weft.api.Printable;
import weft.api.WeftException;
import weft.codec.Contracts;

/**
 * {@code [requires]}: contracts of the platform by name, each with the range of versions that the app was made for. Whether such a version
 * runs is asked when the app is installed and launched, not here.
 */
final class Requirements {
    private Requirements() {}

    static Map<String, String> read(Section requires) {
        var ranges = new LinkedHashMap<String, String>();
        for (String contract : requires.keys()) {
            if (!Contracts.names().contains(contract))
                throw requires.invalid(contract, "there is no contract \"" + Printable.text(contract) + "\"; there are " + String.join(", ", Contracts.names()));
            ranges.put(contract, range(requires, contract));
        }
        return ranges;
    }

    private static String range(Section requires, String contract) {
        try {
            return new ContractRange(requires.text(contract).orElseThrow()).value();
        } catch (WeftException e) {
            throw e.getMessage().contains("no range") ? requires.invalid(contract, e.getMessage()) : e;
        }
    }
}
