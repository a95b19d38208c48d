package weft.compositor.gles;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import weft.ffi.Gles;

/** Draws rectangles with the programs, and remembers what is set so that it is not set twice. Needs the context to be in use. */
final class Brush implements AutoCloseable {
    private static final int VERTEX = 16, CORNERS = 4;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment vertices = arena.allocate((long) CORNERS * VERTEX, 8), values = arena.allocate(16L * Program.VALUES, 8);
    private final Program.Compiled[] programs = new Program.Compiled[Program.values().length];
    private Program.Compiled used;
    private double perX, perY;
    private boolean upwards, blending, known;

    Brush() {
        for (var p : Program.values()) programs[p.ordinal()] = p.compile();
        Gles.attribute(0, 2, VERTEX, vertices.address());
        Gles.attribute(1, 2, VERTEX, vertices.address() + 8);
    }

    /** Draws on what is bound, which is so large; rows go upwards on a surface that is shown. */
    void target(int width, int height, boolean rowsUpwards) {
        Gles.viewport(width, height);
        perX = 2.0 / width;
        perY = 2.0 / height;
        upwards = rowsUpwards;
    }

    /** Draws with a program from now on, blending over what is there or replacing it. */
    void use(Program program, boolean blend) {
        var p = programs[program.ordinal()];
        if (p != used) Gles.useProgram(p.name());
        used = p;
        if (known && blend == blending) return;
        Gles.blend(blend);
        blending = blend;
        known = true;
    }

    void value(int index, double x, double y, double z, double w) {
        values.setAtIndex(ValueLayout.JAVA_FLOAT, 4L * index, (float) x);
        values.setAtIndex(ValueLayout.JAVA_FLOAT, 4L * index + 1, (float) y);
        values.setAtIndex(ValueLayout.JAVA_FLOAT, 4L * index + 2, (float) z);
        values.setAtIndex(ValueLayout.JAVA_FLOAT, 4L * index + 3, (float) w);
    }

    /** One corner of the rectangle: from left to right, the upper ones first; and where in the texture it is. */
    void corner(int index, double x, double y, double u, double v) {
        long at = 4L * index;
        vertices.setAtIndex(ValueLayout.JAVA_FLOAT, at, (float) (x * perX - 1));
        vertices.setAtIndex(ValueLayout.JAVA_FLOAT, at + 1, (float) (upwards ? 1 - y * perY : y * perY - 1));
        vertices.setAtIndex(ValueLayout.JAVA_FLOAT, at + 2, (float) u);
        vertices.setAtIndex(ValueLayout.JAVA_FLOAT, at + 3, (float) v);
    }

    /** Draws it with the values and corners that are set. */
    void draw() {
        Gles.set(used.values(), Program.VALUES, values.address());
        Gles.drawRectangle();
    }

    /** Draws a rectangle by its edges, with an upright part of the texture. */
    void draw(int left, int top, int right, int bottom, double u0, double v0, double u1, double v1) {
        corner(0, left, top, u0, v0);
        corner(1, right, top, u1, v0);
        corner(2, left, bottom, u0, v1);
        corner(3, right, bottom, u1, v1);
        draw();
    }

    /** Frees the memory; programs go with the context. */
    @Override
    public void close() {
        arena.close();
    }
}
