package weft.compositor.gles;

import weft.ffi.Gles;

/** What runs on the GPU for each pixel of a rectangle. Textures are those of units 0, 1 and 2. Owned by the device. */
enum Program {
    /** One colour. */
    COLOUR("void main() { gl_FragColor = values[0]; }"),
    /** A texture, times values[0].x. */
    BLENDED("void main() { gl_FragColor = texture2D(first, at) * values[0].x; }"),
    /** The same, whose alpha means nothing. */
    OPAQUE("void main() { gl_FragColor = vec4(texture2D(first, at).rgb, 1.0) * values[0].x; }"),
    /** The first texture, as much of it as the second one's alpha says. */
    MASKED("void main() { float a = texture2D(second, at).a; gl_FragColor = vec4(texture2D(first, at).rgb * a, a); }"),
    /**
     * The shadow around a box, as {@link weft.compositor.render.Shadow} says: the wide one's profiles are the first two textures, the narrow one's patch is the third.
     * values[0]: the box's size, the margin, and how far the patch reaches beyond the box; values[1]: the patch's corner and size, and the radius.
     */
    SHADOW("""
            float along(float i, float size) { return i < values[1].x ? i : max(values[1].x, i - size + 2.0 * values[1].z + 1.0); }
            void main() {
                vec2 p = floor(at), profile = values[0].xy + 2.0 * values[0].z, q = p - values[0].z + values[0].w;
                float light = 1.0 - texture2D(first, vec2((p.x + 0.5) / profile.x, 0.5)).a * texture2D(second, vec2((p.y + 0.5) / profile.y, 0.5)).a;
                vec2 patched = values[0].xy + 2.0 * values[0].w;
                if (q.x >= 0.0 && q.y >= 0.0 && q.x < patched.x && q.y < patched.y) {
                    vec2 k = vec2(along(q.x, values[0].x), along(q.y, values[0].y));
                    light *= 1.0 - texture2D(third, (k + 0.5) / values[1].y).a;
                }
                gl_FragColor = vec4(0.0, 0.0, 0.0, 1.0 - light);
            }
            """);

    static final int VALUES = 2;
    private static final String VERTEX = """
            attribute vec2 place;
            attribute vec2 source;
            varying vec2 at;
            void main() {
                gl_Position = vec4(place, 0.0, 1.0);
                at = source;
            }
            """;
    private static final String FRAGMENT = """
            #ifdef GL_FRAGMENT_PRECISION_HIGH
            precision highp float;
            #else
            precision mediump float;
            #endif
            uniform sampler2D first, second, third;
            uniform vec4 values[2];
            varying vec2 at;
            """;
    private final String main;

    Program(String main) {
        this.main = main;
    }

    /** Compiled in one context. */
    record Compiled(int name, int values) {}

    Compiled compile() {
        int name = Gles.createProgram(VERTEX, FRAGMENT + main, "place", "source");
        Gles.useProgram(name);
        Gles.set(Gles.uniform(name, "first"), 0);
        Gles.set(Gles.uniform(name, "second"), 1);
        Gles.set(Gles.uniform(name, "third"), 2);
        return new Compiled(name, Gles.uniform(name, "values"));
    }
}
