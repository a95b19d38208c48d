package weft.api.packages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.api.AppId;
import weft.api.Badge;

/**
 * An installed app.
 *
 * @param folder    where its files are; they do not change
 * @param revision  tells this package from others of the same app: its version and the beginning of its digest; empty for
 *                  an app that came with the system
 * @param icon      a {@code data:} URL, or empty
 * @param instances how many sessions of it may run at a time
 * @param module    what runs in the sandbox; empty for a pure web app
 * @param ui        its page; empty for a background service
 * @param requires  the ranges of the contracts that it was made for, by name, see {@link weft.api.ContractRange}; what is not there is its
 *                  current major version
 * @param web       what its {@code manifest.webmanifest} offers
 */
public record AppPackage(AppId id, String name, String version, String description, Path folder, Optional<String> revision, String icon,
        List<Capability> capabilities, int instances, Optional<Module> module, Optional<Ui> ui, Map<String, String> requires, Web web) {

    /** Of one without a web manifest. */
    public AppPackage(AppId id, String name, String version, String description, Path folder, Optional<String> revision, String icon,
            List<Capability> capabilities, int instances, Optional<Module> module, Optional<Ui> ui, Map<String, String> requires) {
        this(id, name, version, description, folder, revision, icon, capabilities, instances, module, ui, requires, Web.NOTHING);
    }

    /** Of one that says nothing of contracts. */
    public AppPackage(AppId id, String name, String version, String description, Path folder, Optional<String> revision, String icon,
            List<Capability> capabilities, int instances, Optional<Module> module, Optional<Ui> ui) {
        this(id, name, version, description, folder, revision, icon, capabilities, instances, module, ui, Map.of());
    }

    /** Whether a session that ended by itself is started again: never, after a failure, or always. */
    public enum Restart { never, on_failure, always }

    /** What runs the module; see docs/runtime.md. */
    public enum Engine { graalwasm, chicory }

    /**
     * @param file         the WebAssembly module
     * @param args         the guest's arguments, without its name
     * @param memoryMb     bound of the guest's memory
     * @param readyLimitMs how long it may take until READY
     * @param manualReady  READY when the guest says so; otherwise when it is instantiated
     * @param cpuWeight    its share of a busy processor, 1 to 10000, where 100 is usual (systemd.resource-control(5))
     * @param graceMs      how long it may take to end when it is asked to; empty for the system's own limit
     * @param engine       what it wants to be run by; empty leaves the choice to the system
     */
    public record Module(Path file, List<String> args, int memoryMb, long readyLimitMs, boolean manualReady, int cpuWeight,
            Optional<Long> graceMs, Restart restart, Optional<Engine> engine) {}

    /** The page: its folder, the file to open in it, and the size its window starts with. */
    public record Ui(Path root, String entry, int width, int height) {}

    /** What an app offers by its Web Application Manifest (W3C). Each address is one of its own origin: a page below {@code ui/}, from {@code /} on. */
    public record Web(List<Shortcut> shortcuts, List<FileHandler> fileHandlers, List<ProtocolHandler> protocolHandlers) {
        public static final Web NOTHING = new Web(List.of(), List.of(), List.of());
    }

    /** Something that it can be asked to begin with. */
    public record Shortcut(String name, String url) {}

    /** @param accept the media types that it opens, each with the endings of such files' names */
    public record FileHandler(String action, Map<String, List<String>> accept) {}

    /** @param url where {@code %s} stands for the address that is to be opened */
    public record ProtocolHandler(String protocol, String url) {}

    /** What its title bar says about it. */
    public List<Badge> badges() {
        if (capabilities.isEmpty()) return List.of(new Badge("nothing granted", Badge.Kind.none));
        return capabilities.stream().map(Capability::badge).toList();
    }
}
