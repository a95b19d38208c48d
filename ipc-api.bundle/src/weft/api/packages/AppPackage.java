package weft.api.packages;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import weft.api.AppId;
import weft.api.Badge;

/**
 * An installed app.
 *
 * @param folder  where its files are
 * @param icon    a {@code data:} URL, or empty
 * @param module  what runs in the sandbox; empty for a pure web app
 * @param ui      its page; empty for a background service
 */
public record AppPackage(AppId id, String name, String version, String description, Path folder, String icon,
        List<Capability> capabilities, Optional<Module> module, Optional<Ui> ui) {

    /**
     * @param file         the WebAssembly module
     * @param args         the guest's arguments, without its name
     * @param memoryMb     bound of the guest's memory
     * @param readyLimitMs how long it may take until READY
     * @param manualReady  READY when the guest says so; otherwise when it is instantiated
     */
    public record Module(Path file, List<String> args, int memoryMb, long readyLimitMs, boolean manualReady) {}

    /** The page: its folder, the file to open in it, and the size its window starts with. */
    public record Ui(Path root, String entry, int width, int height) {}

    /** What its title bar says about it. */
    public List<Badge> badges() {
        if (capabilities.isEmpty()) return List.of(new Badge("nothing granted", Badge.Kind.none));
        return capabilities.stream().map(Capability::badge).toList();
    }
}
