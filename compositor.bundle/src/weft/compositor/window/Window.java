package weft.compositor.window;

import weft.compositor.scene.Rect;

/**
 * A window as the {@link Desktop} sees it. Two sizes matter: what its client was asked to be, and what it has become;
 * only the latter is shown. Everything is changed through the desktop.
 */
public final class Window {
    /** The size of content that is asked for; 0 lets the client choose. */
    int wantedWidth, wantedHeight;
    int contentWidth, contentHeight;
    /** The frame's top left corner. */
    int x, y;
    boolean mapped, minimized, resizing, activateWhenMapped;
    /** Which of the workspaces it is on, from 0 on; {@code away}: on another than is shown. */
    int workspace;
    boolean away;
    /** Whether it has had a place; one that comes back floats where it was. */
    boolean placed;
    /** {@code beneath}: what it returns to when it is full-screen no more. */
    Placement placement = Placement.FLOATING, beneath = Placement.FLOATING;
    /** Where it floats once it is no longer maximised, tiled or full-screen; null if it never was. */
    Rect floating;
    /** The output that it belongs to, or null until it has a place. */
    Space space;
    /** The output that it returns to when it is full-screen no more; null: the one that it is on. */
    Space beneathSpace;
    /** Where it was on an output that is unplugged, or null. */
    Home home;
    /** The edges that follow the pointer or did so last: the others stay where they are when the size changes. */
    int movingEdges;
    int minWidth = 1, minHeight = 1, maxWidth = Integer.MAX_VALUE, maxHeight = Integer.MAX_VALUE;
    Window parent;
    /** How it is placed, if its role is {@link Role#LAYER}. */
    LayerRules layer;
    private final int id;
    private Role role;
    private String title = "", appId = "";
    private Rect asked;

    Window(int id, Role role) {
        this.id = id;
        this.role = role;
    }

    /** Unique as long as the desktop lives, from 1 on. */
    public int id() {
        return id;
    }

    public Role role() {
        return role;
    }

    void role(Role newRole) {
        role = newRole;
    }

    public String title() {
        return title;
    }

    public void title(String newTitle) {
        title = newTitle;
    }

    public String appId() {
        return appId;
    }

    public void appId(String newAppId) {
        appId = newAppId;
    }

    /** How it is placed if it is a part of the desktop, else null. */
    public LayerRules layer() {
        return layer;
    }

    /** The window it belongs to and stays above of, or null. */
    public Window parent() {
        return parent;
    }

    public boolean isMapped() {
        return mapped;
    }

    public boolean isMinimized() {
        return minimized;
    }

    /** Whether it is on the screen. */
    public boolean isVisible() {
        return mapped && !minimized && !away;
    }

    /** Which of the workspaces it is on, from 0 on. */
    public int workspace() {
        return workspace;
    }

    /** Whether the user is changing its size right now. */
    public boolean isResizing() {
        return resizing;
    }

    public Placement placement() {
        return placement;
    }

    /** Whether it is maximised, or will be once it is full-screen no more. */
    public boolean isMaximized() {
        return (placement == Placement.FULLSCREEN ? beneath : placement) == Placement.MAXIMIZED;
    }

    /** Whether the system draws its bar and border. */
    public boolean hasFrame() {
        return role.isWorkspace() && placement != Placement.FULLSCREEN;
    }

    public int wantedWidth() {
        return wantedWidth;
    }

    public int wantedHeight() {
        return wantedHeight;
    }

    /** The place of its content on the output that whoever made it asked for, or null: let the desktop choose. */
    public Rect asked() {
        return asked;
    }

    void asked(Rect content) {
        asked = content;
    }

    /** All that it covers on the output, its frame included. */
    public Rect frame() {
        int sides = hasFrame() ? 2 * FrameLayout.BORDER : 0, ends = hasFrame() ? FrameLayout.TOP + FrameLayout.BORDER : 0;
        return new Rect(x, y, contentWidth + sides, contentHeight + ends);
    }

    /** Where its client's content is on the output. */
    public Rect content() {
        boolean framed = hasFrame();
        return new Rect(x + (framed ? FrameLayout.BORDER : 0), y + (framed ? FrameLayout.TOP : 0), contentWidth, contentHeight);
    }

    boolean isDescendantOf(Window ancestor) {
        for (Window w = this; w != null; w = w.parent) if (w == ancestor) return true;
        return false;
    }

    int fittingWidth(int width) {
        return Math.clamp(width, Math.max(1, minWidth), Math.max(Math.max(1, minWidth), maxWidth));
    }

    int fittingHeight(int height) {
        return Math.clamp(height, Math.max(1, minHeight), Math.max(Math.max(1, minHeight), maxHeight));
    }

    @Override
    public String toString() {
        return "window " + id + " " + role + " " + placement + " " + frame() + (mapped ? "" : " unmapped") + (minimized ? " minimised" : "");
    }
}
