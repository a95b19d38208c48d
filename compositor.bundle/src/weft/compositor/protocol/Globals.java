package weft.compositor.protocol;

import java.util.IdentityHashMap;
import java.util.Map;
import weft.compositor.input.Keymap;
import weft.compositor.render.Stage;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.shell.Workspace;
import weft.compositor.window.RememberedPlaces;
import weft.compositor.window.Role;
import weft.wayland.server.Client;
import weft.wayland.server.Display;

/** Everything that a display offers, and the way from one part to another. */
public final class Globals {
    private final Display display;
    private final Workspace workspace;
    private final Map<SurfaceNode, Surface> surfaces = new IdentityHashMap<>();
    private final FrameCallbacks frames;
    private final Outputs outputs;
    private final Seat seat;
    private final DataDevices dataDevices;
    private final PrimarySelection primarySelection;
    private final ForeignToplevels foreignToplevels;
    private final TextInputs textInputs;
    private final XdgShell shell;
    private final WeftShell weftShell;
    private final ToplevelList toplevels;
    private final ImageCapture captures;
    private Screen screen;
    private final ConfigureQueue configures = new ConfigureQueue();
    private final RememberedPlaces places = new RememberedPlaces(System::nanoTime);

    /**
     * Offers all globals on a display.
     *
     * @param strict whether a buffer before the first configure was acknowledged ends its client, as xdg-shell says
     * @param onFrameWanted called when a client waits for a frame although nothing may have changed
     */
    public Globals(Display display, Workspace workspace, Keymap keymap, OutputInfo output, boolean strict, Runnable onFrameWanted) {
        this.display = display;
        this.workspace = workspace;
        frames = new FrameCallbacks(onFrameWanted);
        outputs = new Outputs(display, output);
        new Compositor(display, this);
        new Subcompositor(display);
        new Shm(display);
        seat = new Seat(display, this, keymap);
        textInputs = new TextInputs(display, this);
        dataDevices = new DataDevices(display, this);
        primarySelection = new PrimarySelection(display, this);
        shell = new XdgShell(display, this, strict);
        new SinglePixelBuffers(display);
        new FractionalScale(display);
        new Viewporter(display);
        new AlphaModifier(display);
        new ContentTypes(display);
        new TearingControl(display);
        new Presentation(display);
        new Decorations(display);
        new Activation(display, this);
        weftShell = new WeftShell(display, this);
        new LayerShell(display, this, strict);
        new VirtualPointers(display, this);
        new DataControl(display, dataDevices.selection(), primarySelection.selection());
        new ExtClipboards(display, dataDevices.selection(), primarySelection.selection());
        new SecurityContexts(display);
        new CaptureSources(display, this);
        captures = new ImageCapture(display, this);
        toplevels = new ToplevelList(display, this);
        new Screencopy(display, this);
        new SessionLock(display, this);
        new OutputManagement(display, outputs);
        foreignToplevels = new ForeignToplevels(display, this);
    }

    public Workspace workspace() {
        return workspace;
    }

    public Seat seat() {
        return seat;
    }

    public FrameCallbacks frames() {
        return frames;
    }

    /** What clients may copy; to be set before any connects. */
    public void screen(Screen newScreen) {
        screen = newScreen;
    }

    Selection clipboard() {
        return dataDevices.selection();
    }

    Screen screen() {
        return screen;
    }

    public Outputs outputs() {
        return outputs;
    }

    /** To be called before the display's buffers are sent: tells clients the sizes and states that have changed, and what the pointer is on now. */
    public void sendConfigures() {
        seat.settle();
        foreignToplevels.settle();
        toplevels.settle();
        weftShell.settle();
        captures.settle();
        shell.settle();
        configures.send();
    }

    /** Another surface, or none (null), has the keyboard. */
    void keyboardMoved(Surface now) {
        textInputs.focusChanged(now);
    }

    /** Another client has got the keyboard. */
    void keyboardEntered(Client client) {
        dataDevices.keyboardEntered(client);
        primarySelection.keyboardEntered(client);
    }

    /** The user swiped: the shell's panels hear of it. */
    void swiped(int fingers, double dx, double dy) {
        for (var view : workspace.views()) {
            if (view.client() instanceof WeftWindow w && view.window().role() == Role.PANEL) w.swiped(fingers, dx, dy);
        }
    }

    Display display() {
        return display;
    }

    Stage stage() {
        return workspace.stage();
    }

    Map<SurfaceNode, Surface> surfaces() {
        return surfaces;
    }

    /** Where windows were whose client died. */
    RememberedPlaces places() {
        return places;
    }

    ConfigureQueue configures() {
        return configures;
    }
}
