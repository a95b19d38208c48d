package weft.compositor.protocol;

import weft.compositor.shell.Workspace;
import weft.compositor.window.Hit;

/** A button of a bar is held: it acts if the pointer is still on it when it is let go. */
final class ButtonGrab implements PointerGrab {
    private final SeatPointer pointer;
    private final Workspace workspace;
    private final Hit pressed;

    ButtonGrab(SeatPointer pointer, Workspace workspace, Hit pressed) {
        this.pointer = pointer;
        this.workspace = workspace;
        this.pressed = pressed;
    }

    @Override
    public void motion(double x, double y) {
        workspace.point(isOn() ? pressed.window() : null, isOn() ? pressed.part() : null);
    }

    @Override
    public void button(int button, boolean down) {
        if (!pointer.pressed().isEmpty()) return;
        if (isOn()) act();
        pointer.ungrab(this);
    }

    @Override
    public boolean takesAxis() {
        return true;
    }

    @Override
    public void refocus() {
        if (!pressed.window().isMapped()) pointer.ungrab(this);
    }

    private boolean isOn() {
        return pressed.equals(workspace.desktop().at(pointer.x(), pointer.y()));
    }

    private void act() {
        switch (pressed.part()) {
            case CLOSE -> workspace.desktop().requestClose(pressed.window());
            case MAXIMIZE -> workspace.desktop().toggleMaximized(pressed.window());
            case MINIMIZE -> workspace.desktop().minimize(pressed.window());
            case BADGES -> workspace.desktop().pressBadges(pressed.window());
            default -> {}
        }
    }
}
