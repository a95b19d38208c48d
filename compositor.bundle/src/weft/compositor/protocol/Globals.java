package weft.compositor.protocol;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import weft.compositor.backend.BufferDevice;
import weft.compositor.input.Keymap;
import weft.compositor.render.Canvas;
import weft.compositor.render.Scale;
import weft.compositor.render.Stage;
import weft.compositor.scene.SurfaceNode;
import weft.compositor.shell.Workspace;
import weft.compositor.window.RememberedPlaces;
import weft.compositor.window.Role;
import weft.os.OsException;
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
    private final OutputManagement outputManagement;
    private final OutputPower outputPower;
    private OutputControl outputControl;
    private boolean placesChanged;
    private final TextInputs textInputs;
    private final XdgShell shell;
    private final XSurfaces xSurfaces = new XSurfaces(this);
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
     */
    public Globals(Display display, Workspace workspace, Keymap keymap, boolean strict) {
        this.display = display;
        this.workspace = workspace;
        frames = new FrameCallbacks();
        outputs = new Outputs(display, (output, bound) -> surfaces.values().forEach(s -> s.outputs().bound(output, bound)));
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
        outputManagement = new OutputManagement(display, this);
        outputPower = new OutputPower(display, this);
        foreignToplevels = new ForeignToplevels(display, this);
        workspace.onChange(this::placesChanged);
    }

    /** Offers buffers in memory that devices share; returns false, and does not, if there is not even memory for it. */
    public boolean offerDmabuf(BufferDevice device) {
        try {
            new LinuxDmabuf(display, device, screen);
            return true;
        } catch (OsException e) {
            return false;
        }
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

    /** Who changes how outputs are shown; to be set before any connects. */
    public void outputControl(OutputControl control) {
        outputControl = control;
    }

    OutputControl outputControl() {
        return outputControl;
    }

    /** Shows the pointer by planes of outputs, where they can. */
    public void pointerPlanes(PointerPlanes planes) {
        seat.pointer().image().showOn(planes);
    }

    /** Planes for the pointer are others, or have lost what they showed. */
    public void pointerPlanesChanged() {
        seat.pointer().image().planesChanged();
    }

    /** A picture of frames with the pointer in it, however that is shown. */
    public Canvas withPointer(Supplier<Canvas> picture) {
        return seat.pointer().image().capture(true, picture);
    }

    /** Outputs have come, gone or changed: whom that concerns is told before the loop waits. */
    public void outputsChanged() {
        placesChanged = true;
        frames.outputsChanged();
        outputManagement.changed();
        outputPower.changed();
        seat.outputsChanged();
    }

    /** Surfaces may be on other outputs than before. */
    void placesChanged() {
        placesChanged = true;
    }

    /** The scale of the output where a window would come. */
    int activeScale() {
        var output = outputs.mostOf(workspace.desktop().activeArea());
        return output == null ? Scale.ONE : output.scale();
    }

    /** The surfaces of X programs' windows. */
    public XSurfaces xSurfaces() {
        return xSurfaces;
    }

    /** What was copied last. */
    public Selection clipboard() {
        return dataDevices.selection();
    }

    /** What was selected last. */
    public Selection primarySelection() {
        return primarySelection.selection();
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
        outputManagement.settle();
        if (placesChanged) {
            placesChanged = false;
            for (var s : surfaces.values()) s.outputs().update();
        }
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
