package weft.os;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import weft.ffi.Libc;

/**
 * A list of the system calls that this process may still make (seccomp(2), kernel's seccomp_filter.rst), assembled as classic BPF.
 * What no rule allows fails with {@code EPERM}; a call of a foreign architecture ends the process. Rules of the same
 * call are alternatives. Not thread-safe; x86-64 only.
 */
public final class Seccomp {
    private static final int LOAD = 0x20, AND = 0x54, JUMP_EQUAL = 0x15, JUMP_GREATER_OR_EQUAL = 0x35, RETURN = 0x06;
    private static final int ALLOW = 0x7fff0000, KILL_PROCESS = 0x80000000, ERRNO = 0x00050000;
    private static final int AUDIT_ARCH_X86_64 = 0xC000003E, X32 = 0x40000000;
    // struct seccomp_data: nr@0, arch@4, instruction_pointer@8, args[6]@16
    private static final int NUMBER = 0, ARCH = 4, ARGUMENTS = 16;
    private static final long SYS_SECCOMP = 317, SET_MODE_FILTER = 1, TSYNC = 1;
    private static final int PR_SET_NO_NEW_PRIVS = 38;

    private record Instruction(int code, int ifTrue, int ifFalse, int value) {}

    /** What an argument (0–5) must be: {@code (argument & mask) == value}, over its low 32 bits or all 64. */
    public record Check(int argument, long mask, long value, boolean wide) {
        /** For arguments that the kernel takes as an int: it ignores their upper half, and so does this. */
        public static Check equal(int argument, int value) {
            return new Check(argument, 0xffffffffL, value, false);
        }

        /** Bits of an int argument. */
        public static Check bits(int argument, int mask, int value) {
            return new Check(argument, mask, value, false);
        }

        /** A pointer or long that must be 0. */
        public static Check zero(int argument) {
            return new Check(argument, -1, 0, true);
        }
    }

    private final List<Instruction> program = new ArrayList<>();

    public Seccomp() {
        add(LOAD, 0, 0, ARCH);
        add(JUMP_EQUAL, 1, 0, AUDIT_ARCH_X86_64);
        add(RETURN, 0, 0, KILL_PROCESS);
        add(LOAD, 0, 0, NUMBER);
        add(JUMP_GREATER_OR_EQUAL, 0, 1, X32);
        add(RETURN, 0, 0, ERRNO | Errno.EPERM);
    }

    /** Whether the machine is one that this class knows the call numbers of. */
    public static boolean supported() {
        return System.getProperty("os.arch").equals("amd64");
    }

    /** Allows a call whatever its arguments. */
    public Seccomp allow(int... numbers) {
        for (int n : numbers) rule(n, ALLOW);
        return this;
    }

    /** Allows a call if all checks hold. */
    public Seccomp allowIf(int number, Check... checks) {
        rule(number, ALLOW, checks);
        return this;
    }

    /** Lets a call fail with another error than {@code EPERM}. */
    public Seccomp fail(int number, int errno) {
        rule(number, ERRNO | errno);
        return this;
    }

    private void rule(int number, int verdict, Check... checks) {
        int length = 1;
        for (Check c : checks) length += (c.wide ? 2 : 1) * 3;
        add(LOAD, 0, 0, NUMBER);
        add(JUMP_EQUAL, 0, length, number);
        for (Check c : checks) {
            length = half(c, 0, length);
            if (c.wide) length = half(c, 4, length);
        }
        add(RETURN, 0, 0, verdict);
    }

    // Little-endian: the low half comes first.
    private int half(Check c, int offset, int rest) {
        int shift = offset * 8;
        add(LOAD, 0, 0, ARGUMENTS + 8 * c.argument + offset);
        add(AND, 0, 0, (int) (c.mask >>> shift));
        add(JUMP_EQUAL, 0, rest - 3, (int) (c.value >>> shift));
        return rest - 3;
    }

    private void add(int code, int ifTrue, int ifFalse, int value) {
        program.add(new Instruction(code, ifTrue, ifFalse, value));
    }

    /**
     * Puts the list in force for every thread of the process, for good, with no_new_privs(2).
     *
     * @throws OsException if the kernel refuses, or a thread could not be brought under it
     */
    public void install() throws OsException {
        if (!supported()) throw new OsException("seccomp on " + System.getProperty("os.arch"), Errno.ENOSYS);
        add(RETURN, 0, 0, ERRNO | Errno.EPERM);
        try (Arena arena = Arena.ofConfined()) {
            // struct sock_filter: code@0 (16 bits), jt@2, jf@3, k@4
            var filter = arena.allocate(8L * program.size(), 8);
            for (int i = 0; i < program.size(); i++) {
                Instruction p = program.get(i);
                filter.set(ValueLayout.JAVA_SHORT, 8L * i, (short) p.code);
                filter.set(ValueLayout.JAVA_BYTE, 8L * i + 2, (byte) p.ifTrue);
                filter.set(ValueLayout.JAVA_BYTE, 8L * i + 3, (byte) p.ifFalse);
                filter.set(ValueLayout.JAVA_INT, 8L * i + 4, p.value);
            }
            // struct sock_fprog: len@0 (16 bits), filter@8
            var header = arena.allocate(16, 8);
            header.set(ValueLayout.JAVA_SHORT, 0, (short) program.size());
            header.set(ValueLayout.JAVA_LONG, 8, filter.address());
            OsException.check(Libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
            long thread = OsException.check(Libc.syscall(SYS_SECCOMP, SET_MODE_FILTER, TSYNC, header.address(), 0, 0, 0), "seccomp");
            if (thread != 0) throw new OsException("seccomp: thread " + thread + " does not follow", Errno.ESRCH);
        }
    }
}
