package weft.api.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looking after the running system. */
public sealed interface Upkeep extends Message {
    @Doc(value = "Replaces a system bundle by a newly built one while apps run.", reply = BundleUpdated.class)
    record UpdateBundle(String bundle, String jar) implements Upkeep {}

    @Doc("The old and the new version, what happened step by step, and the milliseconds until the old one was gone.")
    record BundleUpdated(String bundle, String from, String to, List<String> steps, long millis) implements Upkeep {}

    @Doc(value = "Asks what an update by these jars (absolute paths) would do; nothing happens. Beside: they replace nobody, also not those of their name.", reply = UpdatePlan.class, safe = true)
    record PlanUpdate(List<String> jars, Optional<Boolean> beside) implements Upkeep {
        public PlanUpdate(List<String> jars) {
            this(jars, Optional.empty());
        }
    }

    @Doc("Bundles that come, are refreshed, and go; services of others that blink; running sessions that notice; contracts whose packages come or change; "
            + "why it cannot be done; the longest pause in milliseconds that was measured for these bundles, if any was; apps that would lose the last version "
            + "of a contract that they were made for; whether it takes effect at the next start of the platform only.")
    record UpdatePlan(List<String> install, List<String> refresh, List<String> stop, List<String> services, List<String> sessions, List<String> contracts,
            List<String> refusals, Optional<Long> estimatedMs, List<String> apps, boolean atStart) implements Upkeep {
        public UpdatePlan(List<String> install, List<String> refresh, List<String> stop, List<String> services, List<String> sessions, List<String> contracts,
                List<String> refusals, Optional<Long> estimatedMs) {
            this(install, refresh, stop, services, sessions, contracts, refusals, estimatedMs, List.of(), false);
        }
    }

    @Doc(value = "Updates by these jars (absolute paths), all or none of them; on any failure everything is as before. Beside: they replace nobody, also not those "
            + "of their name. A jar that exports packages replaces one at the next start of the platform only, as does one of the gateway or the updater; its contracts are compared with those that run.", reply = UpdateApplied.class)
    record ApplyUpdate(List<String> jars, Optional<Boolean> beside) implements Upkeep {
        public ApplyUpdate(List<String> jars) {
            this(jars, Optional.empty());
        }
    }

    @Doc(value = "Takes a bundle out for good; the version is needed if there are several. Refused with the names of the bundles and apps that need it, if there are any.", reply = UpdateApplied.class)
    record RemoveBundle(String bundle, Optional<String> version) implements Upkeep {}

    @Doc(value = "Asks what taking a bundle out would do; nothing happens.", reply = UpdatePlan.class, safe = true)
    record PlanRemoval(String bundle, Optional<String> version) implements Upkeep {}

    @Doc("What came, went, was refreshed and blinked, as it happened, step by step; the milliseconds of the switch, and of all. At start: it is written down, and happens at the next start of the platform.")
    record UpdateApplied(List<String> install, List<String> refresh, List<String> stop, List<String> services, List<String> steps, long pauseMs, long millis,
            boolean atStart) implements Upkeep {
        public UpdateApplied(List<String> install, List<String> refresh, List<String> stop, List<String> services, List<String> steps, long pauseMs, long millis) {
            this(install, refresh, stop, services, steps, pauseMs, millis, false);
        }
    }

    @Doc(value = "Starts the platform again under the running apps, which wait and notice nothing else: what was staged takes effect. Answered before.", reply = Connection.Ok.class)
    record RestartPlatform() implements Upkeep {}

    @Doc(value = "What the platform is made of and how it is doing.", reply = SystemStatus.class, safe = true)
    record QuerySystem() implements Upkeep {}

    @Doc("Bundles with version and state, services that are expected and there, processes with their pids; what is staged for the next start of the platform, and "
            + "what became of the last change that was.")
    record SystemStatus(List<Map<String, Object>> bundles, List<Map<String, Object>> processes, int servicesExpected, int servicesUp, List<String> staged,
            Optional<String> lastStart) implements Upkeep {
        public SystemStatus(List<Map<String, Object>> bundles, List<Map<String, Object>> processes, int servicesExpected, int servicesUp) {
            this(bundles, processes, servicesExpected, servicesUp, List.of(), Optional.empty());
        }
    }

}
