/* What the guests that check the rules of WASI preview 1 share: they report the first line that did not hold, with its error number. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

#include "weft.h"

#define DATA 3
#define READING __WASI_RIGHTS_FD_READ
#define WRITING __WASI_RIGHTS_FD_WRITE

static inline void report(int line, int got) {
    char reply[64];
    snprintf(reply, sizeof reply, "{\"line\":%d,\"got\":%d}", line, got);
    weft_send(reply);
    exit(0);
}

#define HOLDS(condition) do { if (!(condition)) report(__LINE__, -1); } while (0)
#define GIVES(call, errno) do { int got_ = (call); if (got_ != (errno)) report(__LINE__, got_); } while (0)
#define WORKS(call) GIVES(call, 0)

static inline int opened(const char *path, int how, __wasi_rights_t rights, __wasi_rights_t inheriting, int flags, __wasi_fd_t *fd) {
    return __wasi_path_open(DATA, 0, path, (__wasi_oflags_t) how, rights, inheriting, (__wasi_fdflags_t) flags, fd);
}

static inline __wasi_fd_t file(const char *path, int how, __wasi_rights_t rights) {
    __wasi_fd_t fd;
    int got = opened(path, how, rights, 0, 0, &fd);
    if (got) report(-1, got);
    return fd;
}

static inline void make(const char *path) {
    int got = __wasi_fd_close(file(path, __WASI_OFLAGS_CREAT, WRITING));
    if (got) report(-6, got);
}

static inline int put(__wasi_fd_t fd, const char *text) {
    __wasi_size_t n;
    __wasi_ciovec_t part = {(const uint8_t *) text, strlen(text)};
    return __wasi_fd_write(fd, &part, 1, &n);
}
