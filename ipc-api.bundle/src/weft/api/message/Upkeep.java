package weft.api.message;

import java.util.List;
import java.util.Map;

/** Looking after the running system. */
public sealed interface Upkeep extends Message {
    @Doc(value = "Replaces a system bundle by a newly built one while apps run.", reply = BundleUpdated.class)
    record UpdateBundle(String bundle, String jar) implements Upkeep {}

    @Doc("The old and the new version, what happened step by step, and the milliseconds until the old one was gone.")
    record BundleUpdated(String bundle, String from, String to, List<String> steps, long millis) implements Upkeep {}

    @Doc(value = "What the platform is made of and how it is doing.", reply = SystemStatus.class)
    record QuerySystem() implements Upkeep {}

    @Doc("Bundles with version and state, services that are expected and there, processes with their pids.")
    record SystemStatus(List<Map<String, Object>> bundles, List<Map<String, Object>> processes, int servicesExpected, int servicesUp) implements Upkeep {}
}
