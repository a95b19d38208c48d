package weft.packages.store;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import weft.api.AppId;
import weft.packages.store.AppStore.Mode;
import weft.packages.store.AppStore.Step;

/**
 * A process that makes one change, for a test to kill: it says each step that it has reached, and stops for ever at the
 * one that it was told.
 */
final class Installer {
    private Installer() {}

    /** @param args home, what to do, the archive, the step to stop at or {@code none} */
    public static void main(String... args) throws Exception {
        Path home = Path.of(args[0]);
        var store = new AppStore(home.resolve("apps"), home.resolve("data"), home.resolve("system"), step -> reached(step, args[3]));
        var tally = new AppId(Project.ID);
        System.out.println("begun");
        switch (args[1]) {
            case "rollback" -> store.rollback(tally);
            case "remove" -> store.remove(tally, false);
            default -> store.put(Path.of(args[2]), Mode.valueOf(args[1]), (app, asked, update) -> true);
        }
        System.out.println("done");
    }

    private static void reached(Step step, String stop) {
        System.out.println(step);
        while (step.name().equals(stop)) LockSupport.park();
    }
}
