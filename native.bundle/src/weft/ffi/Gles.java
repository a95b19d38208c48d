package weft.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * libGLESv2: drawing with the context that is current in the thread (OpenGL ES 2.0). Optional: where the library is missing, the first use throws
 * {@link LinkageError}. Object names are the context's; 0 is none.
 */
public final class Gles {
    public static final int TEXTURE_2D = 0x0DE1, TEXTURE0 = 0x84C0, NEAREST = 0x2600, LINEAR = 0x2601;
    public static final int RGBA = 0x1908, BGRA = 0x80E1, ALPHA = 0x1906, UNSIGNED_BYTE = 0x1401;
    public static final int BLEND = 0x0BE2, ONE = 1, ONE_MINUS_SRC_ALPHA = 0x0303;
    public static final int VENDOR = 0x1F00, RENDERER = 0x1F01, VERSION = 0x1F02, EXTENSIONS = 0x1F03, MAX_TEXTURE_SIZE = 0x0D33;
    public static final int OUT_OF_MEMORY = 0x0505;
    private static final int MAG_FILTER = 0x2800, MIN_FILTER = 0x2801, WRAP_S = 0x2802, WRAP_T = 0x2803, CLAMP_TO_EDGE = 0x812F;
    private static final int FRAMEBUFFER = 0x8D40, COLOR_ATTACHMENT0 = 0x8CE0, FRAMEBUFFER_COMPLETE = 0x8CD5, TRIANGLE_STRIP = 5, FLOAT = 0x1406;
    private static final int VERTEX_SHADER = 0x8B31, FRAGMENT_SHADER = 0x8B30, COMPILE_STATUS = 0x8B81, LINK_STATUS = 0x8B82;
    private static final int UNPACK_ALIGNMENT = 0x0CF5, UNPACK_ROW_LENGTH = 0x0CF2, LOG_BYTES = 2048;
    private static final NativeLibrary LIBRARY = NativeLibrary.open("libGLESv2.so.2");
    private static final MemorySegment GET_ERROR = LIBRARY.find("glGetError");
    private static final MemorySegment GET_STRING = LIBRARY.find("glGetString");
    private static final MemorySegment GET_INTEGER = LIBRARY.find("glGetIntegerv");
    private static final MemorySegment GEN_TEXTURES = LIBRARY.find("glGenTextures");
    private static final MemorySegment DELETE_TEXTURES = LIBRARY.find("glDeleteTextures");
    private static final MemorySegment BIND_TEXTURE = LIBRARY.find("glBindTexture");
    private static final MemorySegment ACTIVE_TEXTURE = LIBRARY.find("glActiveTexture");
    private static final MemorySegment TEX_PARAMETER = LIBRARY.find("glTexParameteri");
    private static final MemorySegment PIXEL_STORE = LIBRARY.find("glPixelStorei");
    private static final MethodHandle TEX_IMAGE = LIBRARY.function("glTexImage2D", 9);
    private static final MethodHandle TEX_SUB_IMAGE = LIBRARY.function("glTexSubImage2D", 9);
    // It takes eight: the ninth is not looked at, and the shape is linked already.
    private static final MethodHandle COPY_TEX_SUB_IMAGE = LIBRARY.function("glCopyTexSubImage2D", 9);
    private static final MemorySegment GEN_FRAMEBUFFERS = LIBRARY.find("glGenFramebuffers");
    private static final MemorySegment DELETE_FRAMEBUFFERS = LIBRARY.find("glDeleteFramebuffers");
    private static final MemorySegment BIND_FRAMEBUFFER = LIBRARY.find("glBindFramebuffer");
    private static final MemorySegment FRAMEBUFFER_TEXTURE = LIBRARY.find("glFramebufferTexture2D");
    private static final MemorySegment CHECK_FRAMEBUFFER = LIBRARY.find("glCheckFramebufferStatus");
    private static final MemorySegment VIEWPORT = LIBRARY.find("glViewport");
    private static final MemorySegment ENABLE = LIBRARY.find("glEnable");
    private static final MemorySegment DISABLE = LIBRARY.find("glDisable");
    private static final MemorySegment BLEND_FUNC = LIBRARY.find("glBlendFunc");
    private static final MemorySegment CREATE_SHADER = LIBRARY.find("glCreateShader");
    private static final MemorySegment SHADER_SOURCE = LIBRARY.find("glShaderSource");
    private static final MemorySegment COMPILE_SHADER = LIBRARY.find("glCompileShader");
    private static final MemorySegment GET_SHADER = LIBRARY.find("glGetShaderiv");
    private static final MemorySegment GET_SHADER_LOG = LIBRARY.find("glGetShaderInfoLog");
    private static final MemorySegment DELETE_SHADER = LIBRARY.find("glDeleteShader");
    private static final MemorySegment CREATE_PROGRAM = LIBRARY.find("glCreateProgram");
    private static final MemorySegment DELETE_PROGRAM = LIBRARY.find("glDeleteProgram");
    private static final MemorySegment ATTACH_SHADER = LIBRARY.find("glAttachShader");
    private static final MemorySegment BIND_ATTRIBUTE = LIBRARY.find("glBindAttribLocation");
    private static final MemorySegment LINK_PROGRAM = LIBRARY.find("glLinkProgram");
    private static final MemorySegment GET_PROGRAM = LIBRARY.find("glGetProgramiv");
    private static final MemorySegment USE_PROGRAM = LIBRARY.find("glUseProgram");
    private static final MemorySegment GET_UNIFORM = LIBRARY.find("glGetUniformLocation");
    private static final MemorySegment UNIFORM_INT = LIBRARY.find("glUniform1i");
    private static final MemorySegment UNIFORM_VECTORS = LIBRARY.find("glUniform4fv");
    private static final MemorySegment VERTEX_ATTRIBUTE = LIBRARY.find("glVertexAttribPointer");
    private static final MemorySegment ENABLE_ATTRIBUTE = LIBRARY.find("glEnableVertexAttribArray");
    private static final MemorySegment DRAW_ARRAYS = LIBRARY.find("glDrawArrays");
    private static final MemorySegment READ_PIXELS = LIBRARY.find("glReadPixels");
    private static final MemorySegment FLUSH = LIBRARY.find("glFlush");
    private static final MemorySegment FINISH = LIBRARY.find("glFinish");

    private Gles() {}

    public static int error() {
        return (int) LongCall.call(GET_ERROR, 0);
    }

    public static String string(int name) {
        return Egl.text(LongCall.call(GET_STRING, name));
    }

    public static int integer(int name) {
        try (Arena arena = Arena.ofConfined()) {
            var out = arena.allocate(64, 8);
            LongCall.call(GET_INTEGER, name, out.address());
            return out.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** A texture without pixels, bound; its edges go on for ever. */
    public static int createTexture(int filter) {
        int texture = create(GEN_TEXTURES);
        bindTexture(texture);
        LongCall.call(TEX_PARAMETER, TEXTURE_2D, WRAP_S, CLAMP_TO_EDGE);
        LongCall.call(TEX_PARAMETER, TEXTURE_2D, WRAP_T, CLAMP_TO_EDGE);
        filter(filter);
        return texture;
    }

    public static void deleteTexture(int texture) {
        delete(DELETE_TEXTURES, texture);
    }

    public static void bindTexture(int texture) {
        LongCall.call(BIND_TEXTURE, TEXTURE_2D, texture);
    }

    /** Chooses the unit that textures are bound to from now on, from 0. */
    public static void unit(int unit) {
        LongCall.call(ACTIVE_TEXTURE, TEXTURE0 + unit);
    }

    /** How the bound texture is sampled. */
    public static void filter(int filter) {
        LongCall.call(TEX_PARAMETER, TEXTURE_2D, MIN_FILTER, filter);
        LongCall.call(TEX_PARAMETER, TEXTURE_2D, MAG_FILTER, filter);
    }

    /** Gives the bound texture a size, and pixels of bytes from an address on, if that is not 0, in rows without gaps. */
    public static void image(int format, int width, int height, long pixels) {
        rows(0, 1);
        try {
            long r = (long) TEX_IMAGE.invokeExact((long) TEXTURE_2D, 0L, (long) format, (long) width, (long) height, 0L, (long) format, (long) UNSIGNED_BYTE, pixels);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** Replaces a part of the bound texture by pixels of memory whose rows are {@code rowPixels} pixels long; 0: as long as the part is wide. Reads before it returns. */
    public static void subImage(int format, int x, int y, int width, int height, int rowPixels, long pixels) {
        rows(rowPixels, 1);
        try {
            long r = (long) TEX_SUB_IMAGE.invokeExact((long) TEXTURE_2D, 0L, (long) x, (long) y, (long) width, (long) height, (long) format, (long) UNSIGNED_BYTE, pixels);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private static void rows(int pixels, int alignment) {
        LongCall.call(PIXEL_STORE, UNPACK_ROW_LENGTH, pixels);
        LongCall.call(PIXEL_STORE, UNPACK_ALIGNMENT, alignment);
    }

    /** Copies a part of what is drawn on to a place of the bound texture. */
    public static void copy(int toX, int toY, int x, int y, int width, int height) {
        try {
            long r = (long) COPY_TEX_SUB_IMAGE.invokeExact((long) TEXTURE_2D, 0L, (long) toX, (long) toY, (long) x, (long) y, (long) width, (long) height, 0L);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** What draws into a texture; bound. 0 if the driver cannot do that. */
    public static int createFramebuffer(int texture) {
        int framebuffer = create(GEN_FRAMEBUFFERS);
        bindFramebuffer(framebuffer);
        LongCall.call(FRAMEBUFFER_TEXTURE, FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
        if ((int) LongCall.call(CHECK_FRAMEBUFFER, FRAMEBUFFER) == FRAMEBUFFER_COMPLETE) return framebuffer;
        deleteFramebuffer(framebuffer);
        return 0;
    }

    public static void deleteFramebuffer(int framebuffer) {
        delete(DELETE_FRAMEBUFFERS, framebuffer);
    }

    /** Draws there from now on; 0 is the surface. */
    public static void bindFramebuffer(int framebuffer) {
        LongCall.call(BIND_FRAMEBUFFER, FRAMEBUFFER, framebuffer);
    }

    public static void viewport(int width, int height) {
        LongCall.call(VIEWPORT, 0, 0, width, height);
    }

    /** Whether what is drawn is blended, as premultiplied colours over others, or replaces what was there. */
    public static void blend(boolean over) {
        LongCall.call(over ? ENABLE : DISABLE, BLEND);
        if (over) LongCall.call(BLEND_FUNC, ONE, ONE_MINUS_SRC_ALPHA);
    }

    /**
     * Compiles and links a program.
     *
     * @param attributes names of vertex attributes; their places are their indexes
     * @throws IllegalStateException with the compiler's words
     */
    public static int createProgram(String vertex, String fragment, String... attributes) {
        int v = shader(VERTEX_SHADER, vertex), f = shader(FRAGMENT_SHADER, fragment);
        int program = (int) LongCall.call(CREATE_PROGRAM, 0);
        LongCall.call(ATTACH_SHADER, program, v);
        LongCall.call(ATTACH_SHADER, program, f);
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < attributes.length; i++) LongCall.call(BIND_ATTRIBUTE, program, i, arena.allocateFrom(attributes[i]).address());
            LongCall.call(LINK_PROGRAM, program);
            LongCall.call(DELETE_SHADER, v);
            LongCall.call(DELETE_SHADER, f);
            var out = arena.allocate(4, 4);
            LongCall.call(GET_PROGRAM, program, LINK_STATUS, out.address());
            if (out.get(ValueLayout.JAVA_INT, 0) == 0) throw new IllegalStateException("a program cannot be linked: " + fragment);
        }
        return program;
    }

    private static int shader(int kind, String source) {
        try (Arena arena = Arena.ofConfined()) {
            int shader = (int) LongCall.call(CREATE_SHADER, kind);
            var text = arena.allocate(8, 8);
            text.set(ValueLayout.JAVA_LONG, 0, arena.allocateFrom(source).address());
            LongCall.call(SHADER_SOURCE, shader, 1, text.address(), 0);
            LongCall.call(COMPILE_SHADER, shader);
            var out = arena.allocate(LOG_BYTES, 8);
            LongCall.call(GET_SHADER, shader, COMPILE_STATUS, out.address());
            if (out.get(ValueLayout.JAVA_INT, 0) != 0) return shader;
            LongCall.call(GET_SHADER_LOG, shader, LOG_BYTES, 0, out.address());
            throw new IllegalStateException("a shader cannot be compiled: " + out.getString(0));
        }
    }

    public static void deleteProgram(int program) {
        LongCall.call(DELETE_PROGRAM, program);
    }

    public static void useProgram(int program) {
        LongCall.call(USE_PROGRAM, program);
    }

    /** Where a uniform is; -1 if the program has none of that name. */
    public static int uniform(int program, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) LongCall.call(GET_UNIFORM, program, arena.allocateFrom(name).address());
        }
    }

    public static void set(int uniform, int value) {
        LongCall.call(UNIFORM_INT, uniform, value);
    }

    /** Sets a uniform of {@code count} vectors of four floats, which lie at an address. */
    public static void set(int uniform, int count, long vectors) {
        LongCall.call(UNIFORM_VECTORS, uniform, count, vectors);
    }

    /** Vertices have an attribute of {@code size} floats at an address, each {@code stride} bytes after the one before. */
    public static void attribute(int index, int size, int stride, long floats) {
        LongCall.call(VERTEX_ATTRIBUTE, index, size, FLOAT, 0, stride, floats);
        LongCall.call(ENABLE_ATTRIBUTE, index);
    }

    /** Draws a rectangle of four vertices. */
    public static void drawRectangle() {
        LongCall.call(DRAW_ARRAYS, TRIANGLE_STRIP, 0, 4);
    }

    /** Reads a part of what is drawn on, in rows without gaps, the lowest first. Waits until it is drawn. */
    public static void read(int x, int y, int width, int height, int format, long into) {
        LongCall.call(READ_PIXELS, x, y, width, height, format, UNSIGNED_BYTE, into);
    }

    /** Lets the driver begin. */
    public static void flush() {
        LongCall.call(FLUSH, 0);
    }

    /** Waits until all is drawn. */
    public static void finish() {
        LongCall.call(FINISH, 0);
    }

    private static int create(MemorySegment function) {
        try (Arena arena = Arena.ofConfined()) {
            var out = arena.allocate(4, 4);
            LongCall.call(function, 1, out.address());
            return out.get(ValueLayout.JAVA_INT, 0);
        }
    }

    private static void delete(MemorySegment function, int object) {
        try (Arena arena = Arena.ofConfined()) {
            LongCall.call(function, 1, arena.allocateFrom(ValueLayout.JAVA_INT, object).address());
        }
    }
}
