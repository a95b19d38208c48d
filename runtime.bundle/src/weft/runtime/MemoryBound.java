package weft.runtime;

import weft.runtime.engine.ModuleOutline;
import weft.runtime.engine.WasmInstance;

/** Whether a guest that ended badly had used up the memory that its manifest gives it. */
final class MemoryBound {
    static final MemoryBound NONE = new MemoryBound(null, null, 0);
    /** What a guest could not have any more when its memory is called used up: a sixteenth of all. */
    private static final int PART = 16, PAGES_PER_MB = (1 << 20) / ModuleOutline.PAGE;
    private final WasmInstance instance;
    private final ModuleOutline outline;
    private final long pages;

    MemoryBound(WasmInstance instance, ModuleOutline outline, int memoryMb) {
        this.instance = instance;
        this.outline = outline;
        this.pages = (long) memoryMb * PAGES_PER_MB;
    }

    /** To be asked once the guest has ended: its memory may grow by that. A module that bounds itself closer has not met this bound. */
    boolean isUsedUp() {
        if (instance == null || !outline.mayGrowTo(pages)) return false;
        try {
            return !instance.grow(Math.max(1, pages / PART));
        } catch (OutOfMemoryError e) {
            return true;
        }
    }

    static String words(int memoryMb) {
        return "its memory of " + memoryMb + " MB was used up";
    }
}
