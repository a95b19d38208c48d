package weft.packages.store;

import java.util.Collection;
import java.util.List;
import weft.api.ContractRange;
import weft.api.ErrorCode;
import weft.api.WeftException;
import weft.api.packages.AppPackage;

/** The contracts that run, or would run, where an app is installed or launched. */
public interface RunningContracts {
    /** Where nothing is known, nothing is refused. */
    RunningContracts UNKNOWN = contract -> List.of();

    /** The versions of a contract; none if that is not known, or none runs at the moment. */
    Collection<String> versions(String contract);

    /** @throws WeftException CONFLICT, naming what runs and what is wanted, if the app was made for other versions */
    default void check(AppPackage app) {
        app.requires().forEach((contract, range) -> {
            var running = versions(contract);
            if (running.isEmpty() || running.stream().anyMatch(new ContractRange(range)::includes)) return;
            throw new WeftException(ErrorCode.CONFLICT, "%s %s was made for %s %s, and %s runs here.".formatted(app.name(), app.version(), contract, range, String.join(" and ", running)));
        });
    }
}
