package weft.compositor;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import weft.compositor.gles.GlesDevice;
import weft.compositor.gles.Gpus;
import weft.compositor.gles.NoGlesException;
import weft.compositor.render.RenderDevice;
import weft.compositor.render.SoftwareDevice;

/** Chooses what draws, and says in the log why. OpenGL draws where there is a GPU for it: what computes the GPU's work on the processor takes several times as long as the software renderer. */
enum RenderChoice {
    AUTO, SOFTWARE, GLES;

    /** @throws IllegalArgumentException saying what is wrong */
    static RenderChoice of(String word) {
        for (var c : values()) if (c.name().toLowerCase(java.util.Locale.ROOT).equals(word)) return c;
        throw new IllegalArgumentException("--renderer is auto, software or gles, not " + word);
    }

    /**
     * Makes the device. Where nothing but software comes into question, no library of the GPU's is loaded.
     *
     * @param display the descriptor of the display device that shows the frames; -1: none does
     * @param later   runs what can wait until clients can connect: a logger takes tens of milliseconds to load
     */
    RenderDevice make(int display, Consumer<Runnable> later) {
        if (this == SOFTWARE) return software("it was asked for", later);
        if (this == GLES) return gles(display, true, later);
        String obstacle = Gpus.obstacle(display);
        return obstacle != null ? software(obstacle, later) : gles(display, false, later);
    }

    private static RenderDevice gles(int display, boolean asked, Consumer<Runnable> later) {
        try {
            var device = display >= 0 ? GlesDevice.ofDevice(display) : GlesDevice.surfaceless();
            if (asked || device.isHardware()) {
                log(later, Level.INFO, "drawing with " + device.description() + (asked ? ", because it was asked for" : ", because it is a GPU")
                        + (device.imports() ? "; memory of devices is imported" : "; memory of devices is read where it can be mapped"));
                return device;
            }
            String description = device.description();
            device.close();
            return software("OpenGL is " + description + ", which is no GPU", later);
        } catch (NoGlesException e) {
            if (!asked) return software(e.getMessage(), later);
            log(later, Level.WARNING, "drawing in software although OpenGL was asked for, because " + e.getMessage());
            return new SoftwareDevice();
        }
    }

    private static RenderDevice software(String why, Consumer<Runnable> later) {
        log(later, Level.INFO, "drawing in software, because " + why);
        return new SoftwareDevice();
    }

    private static void log(Consumer<Runnable> later, Level level, String what) {
        later.accept(() -> System.getLogger("weft.compositor").log(level, what));
    }
}
