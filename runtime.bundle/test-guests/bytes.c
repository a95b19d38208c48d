/* Reading, writing, waiting; wrong addresses and numbers. */
#include "rules.h"

#define ALL (READING | WRITING | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL | __WASI_RIGHTS_FD_FILESTAT_GET | __WASI_RIGHTS_FD_FILESTAT_SET_SIZE \
    | __WASI_RIGHTS_FD_ALLOCATE | __WASI_RIGHTS_FD_ADVISE | __WASI_RIGHTS_FD_SYNC | __WASI_RIGHTS_FD_DATASYNC | __WASI_RIGHTS_FD_FDSTAT_SET_FLAGS)
#define NOWHERE ((void *) 0xfffffff0u)

/* The same functions with addresses that C would not let pass. */
#define RAW(function) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#function)))
RAW(fd_read) int raw_read(int fd, void *vectors, unsigned count, void *result);
RAW(fd_write) int raw_write(int fd, const void *vectors, unsigned count, void *result);
RAW(fd_seek) int raw_seek(int fd, long long offset, int whence, void *result);
RAW(path_open) int raw_path_open(int fd, int look, const void *path, unsigned length, int how, long long rights, long long inheriting, int flags, void *result);
RAW(path_filestat_get) int raw_filestat(int fd, int look, const void *path, unsigned length, void *result);
RAW(fd_readdir) int raw_readdir(int fd, void *bytes, unsigned length, long long cookie, void *result);
RAW(poll_oneoff) int raw_poll(const void *in, void *out, unsigned count, void *result);
RAW(random_get) int raw_random(void *bytes, unsigned length);
RAW(clock_time_get) int raw_clock(int clock, long long precision, void *result);
RAW(args_get) int raw_args(void *pointers, void *bytes);
RAW(proc_raise) int raw_raise(int signal);
RAW(sock_recv) int raw_recv(int fd, void *vectors, unsigned count, int flags, void *length, void *out);
RAW(sock_send) int raw_send(int fd, void *vectors, unsigned count, int flags, void *length);
RAW(sock_accept) int raw_accept(int fd, int flags, void *result);
RAW(sock_shutdown) int raw_shutdown(int fd, int how);

static __wasi_filesize_t size(__wasi_fd_t fd) {
    __wasi_filestat_t s;
    int got = __wasi_fd_filestat_get(fd, &s);
    if (got) report(-4, got);
    return s.size;
}

static void offsets(void) {
    char buffer[8];
    __wasi_size_t n;
    __wasi_filesize_t at = 77;
    __wasi_iovec_t into = {(uint8_t *) buffer, 4};
    __wasi_ciovec_t from = {(const uint8_t *) "XY", 2};
    __wasi_fd_t fd = file("bytes", __WASI_OFLAGS_CREAT, ALL);
    WORKS(put(fd, "0123456789"));
    WORKS(__wasi_fd_pread(fd, &into, 1, 3, &n));
    HOLDS(n == 4 && !memcmp(buffer, "3456", 4));
    WORKS(__wasi_fd_pwrite(fd, &from, 1, 4, &n));
    HOLDS(n == 2);
    WORKS(__wasi_fd_tell(fd, &at));
    HOLDS(at == 10);
    GIVES(__wasi_fd_seek(fd, -11, __WASI_WHENCE_CUR, &at), __WASI_ERRNO_INVAL);
    GIVES(__wasi_fd_seek(fd, -1, __WASI_WHENCE_SET, &at), __WASI_ERRNO_INVAL);
    GIVES(__wasi_fd_seek(fd, 0, 3, &at), __WASI_ERRNO_INVAL);
    GIVES(__wasi_fd_seek(fd, 0x7fffffffffffffff, __WASI_WHENCE_CUR, &at), __WASI_ERRNO_OVERFLOW);
    HOLDS(at == 10);
    GIVES(__wasi_fd_seek(1, 0, __WASI_WHENCE_CUR, &at), __WASI_ERRNO_SPIPE);
    GIVES(__wasi_fd_seek(DATA, 0, __WASI_WHENCE_CUR, &at), __WASI_ERRNO_ISDIR);
    GIVES(__wasi_fd_seek(99, 0, __WASI_WHENCE_CUR, &at), __WASI_ERRNO_BADF);
    WORKS(__wasi_fd_seek(fd, -4, __WASI_WHENCE_END, &at));
    HOLDS(at == 6);
    WORKS(__wasi_fd_seek(fd, 100, __WASI_WHENCE_SET, &at));
    WORKS(__wasi_fd_read(fd, &into, 1, &n));
    HOLDS(n == 0 && size(fd) == 10);
    WORKS(put(fd, "far"));
    HOLDS(size(fd) == 103);
    WORKS(__wasi_fd_pread(fd, &into, 1, 98, &n));
    HOLDS(n == 4 && !memcmp(buffer, "\0\0fa", 4));
    GIVES(__wasi_fd_pread(fd, &into, 1, ~0ull, &n), __WASI_ERRNO_INVAL);
    GIVES(__wasi_fd_pwrite(fd, &from, 1, ~0ull, &n), __WASI_ERRNO_INVAL);
    GIVES(__wasi_fd_pread(0, &into, 1, 0, &n), __WASI_ERRNO_SPIPE);
    WORKS(__wasi_fd_close(fd));
}

static void sizes(void) {
    __wasi_fd_t fd = file("bytes", __WASI_OFLAGS_TRUNC, ALL);
    HOLDS(size(fd) == 0);
    WORKS(__wasi_fd_filestat_set_size(fd, 100));
    HOLDS(size(fd) == 100);
    WORKS(__wasi_fd_filestat_set_size(fd, 5));
    HOLDS(size(fd) == 5);
    GIVES(__wasi_fd_filestat_set_size(fd, ~0ull), __WASI_ERRNO_INVAL);
    WORKS(__wasi_fd_allocate(fd, 10, 40));
    HOLDS(size(fd) == 50);
    WORKS(__wasi_fd_allocate(fd, 0, 10));
    HOLDS(size(fd) == 50);
    GIVES(__wasi_fd_allocate(fd, 0, 0), __WASI_ERRNO_INVAL);
    GIVES(__wasi_fd_allocate(fd, 0x7fffffffffffffff, 1), __WASI_ERRNO_INVAL);
    GIVES(__wasi_fd_allocate(DATA, 0, 1), __WASI_ERRNO_ISDIR);
    WORKS(__wasi_fd_advise(fd, 0, 10, __WASI_ADVICE_WILLNEED));
    GIVES(__wasi_fd_advise(fd, 0, 10, 9), __WASI_ERRNO_INVAL);
    WORKS(__wasi_fd_sync(fd));
    WORKS(__wasi_fd_datasync(fd));
    GIVES(__wasi_fd_filestat_set_size(DATA, 1), __WASI_ERRNO_ISDIR);
    WORKS(__wasi_fd_close(fd));
    __wasi_fdstat_t s;
    WORKS(opened("bytes", 0, ALL, 0, __WASI_FDFLAGS_APPEND | __WASI_FDFLAGS_SYNC, &fd));
    WORKS(__wasi_fd_fdstat_get(fd, &s));
    HOLDS(s.fs_flags == (__WASI_FDFLAGS_APPEND | __WASI_FDFLAGS_SYNC));
    WORKS(put(fd, "end"));
    HOLDS(size(fd) == 53);
    GIVES(__wasi_fd_fdstat_set_flags(fd, 0), __WASI_ERRNO_NOTSUP);
    GIVES(__wasi_fd_fdstat_set_flags(fd, 0x100), __WASI_ERRNO_INVAL);
    WORKS(__wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_SYNC));
    __wasi_filesize_t at;
    WORKS(__wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &at));
    WORKS(put(fd, "start"));
    HOLDS(size(fd) == 53);
    WORKS(__wasi_fd_close(fd));
}

static void times(void) {
    __wasi_filestat_t s, then;
    __wasi_fd_t fd;
    WORKS(opened("bytes", 0, READING | __WASI_RIGHTS_FD_FILESTAT_GET | __WASI_RIGHTS_FD_FILESTAT_SET_TIMES, 0, 0, &fd));
    WORKS(__wasi_fd_filestat_get(fd, &s));
    WORKS(__wasi_fd_filestat_set_times(fd, 0, s.mtim - 100, __WASI_FSTFLAGS_MTIM));
    WORKS(__wasi_fd_filestat_get(fd, &then));
    HOLDS(then.mtim == s.mtim - 100 && then.atim == s.atim && then.size == s.size);
    WORKS(__wasi_path_filestat_set_times(DATA, 0, "bytes", 1234567890123456789ull, 0, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM_NOW));
    WORKS(__wasi_path_filestat_get(DATA, 0, "bytes", &then));
    HOLDS(then.atim == 1234567890123456789ull && then.mtim >= s.mtim);
    GIVES(__wasi_path_filestat_set_times(DATA, 0, "bytes", 0, 0, __WASI_FSTFLAGS_MTIM | __WASI_FSTFLAGS_MTIM_NOW), __WASI_ERRNO_INVAL);
    GIVES(__wasi_fd_filestat_set_times(fd, 0, 0, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_ATIM_NOW), __WASI_ERRNO_INVAL);
    GIVES(__wasi_fd_filestat_set_times(fd, 0, 0, 16), __WASI_ERRNO_INVAL);
    GIVES(__wasi_path_filestat_set_times(DATA, 0, "nothing", 0, 0, __WASI_FSTFLAGS_MTIM), __WASI_ERRNO_NOENT);
    GIVES(__wasi_path_filestat_set_times(DATA, 0, "bytes/", 0, 0, __WASI_FSTFLAGS_MTIM), __WASI_ERRNO_NOTDIR);
    GIVES(__wasi_fd_filestat_set_times(1, 0, 0, __WASI_FSTFLAGS_MTIM), __WASI_ERRNO_BADF);
    WORKS(__wasi_fd_close(fd));
    fd = file("bytes", 0, READING);
    GIVES(__wasi_fd_filestat_set_times(fd, 0, 0, __WASI_FSTFLAGS_MTIM), __WASI_ERRNO_NOTCAPABLE);
    WORKS(__wasi_fd_close(fd));
}

static void vectors(void) {
    char a[3], b[100], c[1];
    __wasi_size_t n;
    __wasi_filesize_t at;
    __wasi_fd_t fd = file("vectors", __WASI_OFLAGS_CREAT, ALL);
    __wasi_ciovec_t out[] = {{(const uint8_t *) "ab", 2}, {NULL, 0}, {(const uint8_t *) "cdef", 4}};
    WORKS(__wasi_fd_write(fd, out, 3, &n));
    HOLDS(n == 6);
    WORKS(__wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &at));
    __wasi_iovec_t in[] = {{(uint8_t *) a, 3}, {NULL, 0}, {(uint8_t *) b, 100}, {(uint8_t *) c, 1}};
    WORKS(__wasi_fd_read(fd, in, 4, &n));
    HOLDS(n == 6 && !memcmp(a, "abc", 3) && !memcmp(b, "def", 3));
    WORKS(__wasi_fd_write(fd, out, 0, &n));
    HOLDS(n == 0);
    /* Lengths that together are more than 32 bits, or that lead outside. */
    __wasi_iovec_t wide[] = {{(uint8_t *) a, 3}, {(uint8_t *) b, 0xffffffffu}};
    GIVES(raw_read((int) fd, wide, 2, &n), __WASI_ERRNO_FAULT);
    GIVES(raw_write((int) fd, wide, 2, &n), __WASI_ERRNO_FAULT);
    __wasi_iovec_t many[3] = {{NULL, 0x10000}, {NULL, 0xffff0000u}, {NULL, 0xffff0000u}};
    GIVES(raw_write((int) fd, many, 3, &n), __WASI_ERRNO_FAULT);
    GIVES(raw_write((int) fd, out, 1025, &n), __WASI_ERRNO_INVAL);
    GIVES(raw_write((int) fd, out, 0xffffffffu, &n), __WASI_ERRNO_INVAL);
    GIVES(raw_write((int) fd, NOWHERE, 1, &n), __WASI_ERRNO_FAULT);
    HOLDS(size(fd) == 6);
    /* Nothing happens if the answer has nowhere to go. */
    GIVES(raw_write((int) fd, out, 3, NOWHERE), __WASI_ERRNO_FAULT);
    HOLDS(size(fd) == 6);
    WORKS(__wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &at));
    GIVES(raw_read((int) fd, in, 1, NOWHERE), __WASI_ERRNO_FAULT);
    WORKS(__wasi_fd_tell(fd, &at));
    HOLDS(at == 0);
    WORKS(__wasi_fd_close(fd));
}

static void addresses(void) {
    __wasi_fd_t fd;
    __wasi_size_t n;
    uint8_t bytes[64];
    GIVES(raw_path_open(DATA, 0, NOWHERE, 4, 0, 2, 0, 0, &fd), __WASI_ERRNO_FAULT);
    GIVES(raw_path_open(DATA, 0, "vectors", 0xfffffff0u, 0, 2, 0, 0, &fd), __WASI_ERRNO_FAULT);
    GIVES(raw_path_open(DATA, 0, "vectors", 7, 0, 2, 0, 0, NOWHERE), __WASI_ERRNO_FAULT);
    GIVES(raw_path_open(DATA, 0, "vec\0tors", 8, 0, 2, 0, 0, &fd), __WASI_ERRNO_INVAL);
    GIVES(raw_filestat(DATA, 0, "vectors", 7, NOWHERE), __WASI_ERRNO_FAULT);
    GIVES(raw_readdir(DATA, NOWHERE, 64, 0, &n), __WASI_ERRNO_FAULT);
    GIVES(raw_readdir(DATA, bytes, 64, 0, NOWHERE), __WASI_ERRNO_FAULT);
    GIVES(raw_random(NOWHERE, 64), __WASI_ERRNO_FAULT);
    GIVES(raw_random(bytes, 0xffffffffu), __WASI_ERRNO_FAULT);
    WORKS(raw_random(NULL, 0));
    GIVES(raw_clock(0, 0, NOWHERE), __WASI_ERRNO_FAULT);
    GIVES(raw_clock(99, 0, bytes), __WASI_ERRNO_INVAL);
    GIVES(raw_args(NOWHERE, bytes), __WASI_ERRNO_FAULT);
    GIVES(raw_seek(1, 0, 0, NOWHERE), __WASI_ERRNO_FAULT);
    /* No descriptor was lost on the way. */
    __wasi_fd_t first = file("vectors", 0, READING);
    WORKS(__wasi_fd_close(first));
    for (int i = 0; i < 2000; i++) GIVES(raw_path_open(DATA, 0, "vectors", 7, 0, 2, 0, 0, NOWHERE), __WASI_ERRNO_FAULT);
    HOLDS(file("vectors", 0, READING) == first);
    WORKS(__wasi_fd_close(first));
}

static __wasi_subscription_t clock_in(uint64_t user, __wasi_clockid_t id, uint64_t ms) {
    __wasi_subscription_t s = {.userdata = user};
    s.u.tag = __WASI_EVENTTYPE_CLOCK;
    s.u.u.clock.id = id;
    s.u.u.clock.timeout = ms * 1000000;
    return s;
}

static __wasi_subscription_t fd_for(uint64_t user, uint8_t tag, __wasi_fd_t fd) {
    __wasi_subscription_t s = {.userdata = user};
    s.u.tag = tag;
    s.u.u.fd_read.file_descriptor = fd;
    return s;
}

static void waiting(void) {
    __wasi_event_t e[8];
    __wasi_size_t n;
    __wasi_timestamp_t now, then;
    /* Of two clocks the sooner, of two at once both. */
    __wasi_subscription_t two[] = {clock_in(1, __WASI_CLOCKID_MONOTONIC, 3600000), clock_in(2, __WASI_CLOCKID_MONOTONIC, 5)};
    WORKS(__wasi_poll_oneoff(two, e, 2, &n));
    HOLDS(n == 1 && e[0].userdata == 2 && e[0].type == __WASI_EVENTTYPE_CLOCK && e[0].error == 0);
    __wasi_subscription_t past[] = {clock_in(1, __WASI_CLOCKID_REALTIME, 1), clock_in(2, __WASI_CLOCKID_MONOTONIC, 1)};
    past[0].u.u.clock.flags = past[1].u.u.clock.flags = __WASI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME;
    WORKS(__wasi_poll_oneoff(past, e, 2, &n));
    HOLDS(n == 2 && e[0].userdata == 1 && e[1].userdata == 2);
    WORKS(__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 0, &now));
    __wasi_subscription_t until = clock_in(3, __WASI_CLOCKID_MONOTONIC, 0);
    until.u.u.clock.timeout = now + 20000000;
    until.u.u.clock.flags = __WASI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME;
    WORKS(__wasi_poll_oneoff(&until, e, 1, &n));
    WORKS(__wasi_clock_time_get(__WASI_CLOCKID_MONOTONIC, 0, &then));
    HOLDS(then >= now + 20000000);
    /* Descriptors of all kinds beside a clock; each failure is its own event. */
    __wasi_fd_t fd = file("bytes", 0, READING | WRITING | __WASI_RIGHTS_POLL_FD_READWRITE), deaf = file("bytes", 0, READING);
    __wasi_subscription_t mixed[] = {clock_in(1, __WASI_CLOCKID_MONOTONIC, 3600000), fd_for(2, __WASI_EVENTTYPE_FD_READ, fd), fd_for(3, __WASI_EVENTTYPE_FD_WRITE, fd),
        fd_for(4, __WASI_EVENTTYPE_FD_WRITE, 1), fd_for(5, __WASI_EVENTTYPE_FD_READ, 0), fd_for(6, __WASI_EVENTTYPE_FD_READ, 99),
        fd_for(7, __WASI_EVENTTYPE_FD_READ, deaf), clock_in(8, 77, 1)};
    WORKS(__wasi_poll_oneoff(mixed, e, 8, &n));
    HOLDS(n == 7);
    for (__wasi_size_t i = 0; i < n; i++) switch (e[i].userdata) {
        case 2: HOLDS(!e[i].error && e[i].type == __WASI_EVENTTYPE_FD_READ && e[i].fd_readwrite.nbytes == 53); break;
        case 3: case 4: HOLDS(!e[i].error && e[i].type == __WASI_EVENTTYPE_FD_WRITE); break;
        case 5: HOLDS(!e[i].error && (e[i].fd_readwrite.flags & __WASI_EVENTRWFLAGS_FD_READWRITE_HANGUP)); break;
        case 6: HOLDS(e[i].error == __WASI_ERRNO_BADF); break;
        case 7: HOLDS(e[i].error == __WASI_ERRNO_NOTCAPABLE); break;
        case 8: HOLDS(e[i].error == __WASI_ERRNO_INVAL && e[i].type == __WASI_EVENTTYPE_CLOCK); break;
        default: report(__LINE__, (int) e[i].userdata);
    }
    GIVES(raw_poll(two, e, 0, &n), __WASI_ERRNO_INVAL);
    GIVES(raw_poll(two, e, 1u << 30, &n), __WASI_ERRNO_INVAL);
    GIVES(raw_poll(NOWHERE, e, 1, &n), __WASI_ERRNO_FAULT);
    GIVES(raw_poll(two, NOWHERE, 1, &n), __WASI_ERRNO_FAULT);
    __wasi_subscription_t strange = {.userdata = 1};
    strange.u.tag = 9;
    GIVES(__wasi_poll_oneoff(&strange, e, 1, &n), __WASI_ERRNO_INVAL);
    WORKS(__wasi_fd_close(fd));
    WORKS(__wasi_fd_close(deaf));
}

static void what_is_not_there(void) {
    uint8_t bytes[16];
    GIVES(raw_recv(1, bytes, 0, 0, bytes, bytes), __WASI_ERRNO_NOTSOCK);
    GIVES(raw_send(1, bytes, 0, 0, bytes), __WASI_ERRNO_NOTSOCK);
    GIVES(raw_accept(1, 0, bytes), __WASI_ERRNO_NOTSOCK);
    GIVES(raw_shutdown(DATA, 3), __WASI_ERRNO_NOTSOCK);
    GIVES(raw_shutdown(99, 3), __WASI_ERRNO_BADF);
    GIVES(raw_raise(99), __WASI_ERRNO_INVAL);
    WORKS(raw_raise(16));
}

int main(int argc, char **argv) {
    weft_ready();
    if (argc > 1) {
        raw_raise(atoi(argv[1]));
        report(-5, 0);
    }
    offsets();
    sizes();
    times();
    vectors();
    addresses();
    waiting();
    what_is_not_there();
    report(0, 0);
}
