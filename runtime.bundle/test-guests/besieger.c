/*
 * Tries one thing a message, {"id":N,"op":…,"a":…,"b":…,"n":…}, and says in its log what came of it: "N op: outcome".
 * A path that is asked for may lead anywhere: what is its own begins with "mine".
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/api.h>

#include "weft.h"
#include "weft_json.h"
#include "weft_services.h"

static char message[4096], a[1024], b[1024], outcome[2048], block[1 << 20];
static int held = -1;

static const char *opened(const char *path) {
    static char text[64];
    int fd = open(path, O_RDONLY);
    if (fd < 0) return strerror(errno);
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    if (n < 0) return strerror(errno);
    text[n] = 0;
    return text;
}

/* Opens a file below a folder that changes places with a link, again and again, and makes one beside it. */
static void race(const char *folder, int most) {
    char secret[1100], made[1100];
    int mine = 0, refused = 0, foreign = 0;
    snprintf(secret, sizeof secret, "%s/secret", folder);
    snprintf(made, sizeof made, "%s/made", folder);
    for (int i = 0; i < most && (mine < 200 || refused < 200 || i < most / 10); i++) {
        int fd = open(secret, O_RDONLY);
        char text[8] = {0};
        if (fd < 0) refused++;
        else if (read(fd, text, 4) == 4 && !strcmp(text, "mine")) mine++;
        else foreign++;
        if (fd >= 0) close(fd);
        fd = open(made, O_WRONLY | O_CREAT, 0600);
        if (fd >= 0) close(fd);
        struct stat status;
        if (!stat(secret, &status) && status.st_size != 4) foreign++;
    }
    snprintf(outcome, sizeof outcome, "%s %s %d foreign", mine ? "some mine" : "none mine", refused ? "some refused" : "none refused", foreign);
}

/* Every way to change what may only be read. */
static void changes(const char *folder, const char *name) {
    char file[1100], other[1100];
    snprintf(file, sizeof file, "%s/%s", folder, name);
    snprintf(other, sizeof other, "%s/other", folder);
    int through = 0, kinds[] = {O_WRONLY, O_RDWR, O_WRONLY | O_TRUNC, O_WRONLY | O_APPEND, O_WRONLY | O_CREAT, O_RDONLY | O_TRUNC, O_RDWR | O_CREAT | O_TRUNC};
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        int fd = open(file, kinds[i], 0600);
        if (fd >= 0) through++, close(fd);
    }
    int fd = open(other, O_WRONLY | O_CREAT, 0600);
    if (fd >= 0) through++, close(fd);
    through += !mkdir(other, 0700);
    through += !rename(file, other);
    through += !unlink(file);
    through += !truncate(file, 0);
    struct timespec times[2] = {{1, 0}, {1, 0}};
    through += !utimensat(AT_FDCWD, file, times, 0);
    snprintf(outcome, sizeof outcome, "%d of 13 through", through);
}

/* What an open file that was passed could be good for, beside reading it. */
static void misuses(const char *path) {
    __wasi_fd_t fd;
    __wasi_size_t used;
    uint8_t buffer[256];
    const __wasi_ciovec_t out = {(const uint8_t *) "x", 1};
    int through = 0, file = open(path, O_RDONLY);
    if (file < 0) {
        snprintf(outcome, sizeof outcome, "%s", strerror(errno));
        return;
    }
    through += !__wasi_fd_write(file, &out, 1, &used);
    through += !__wasi_fd_pwrite(file, &out, 1, 0, &used);
    through += !__wasi_fd_filestat_set_size(file, 0);
    through += !__wasi_fd_allocate(file, 0, 1 << 20);
    through += !__wasi_fd_readdir(file, buffer, sizeof buffer, 0, &used);
    through += !__wasi_path_open(file, 0, "..", __WASI_OFLAGS_DIRECTORY, __WASI_RIGHTS_FD_READDIR, 0, 0, &fd);
    through += !__wasi_path_open(file, 0, "other", 0, __WASI_RIGHTS_FD_READ, 0, 0, &fd);
    through += !__wasi_path_create_directory(file, "other");
    through += !__wasi_path_unlink_file(file, "mine");
    through += !__wasi_fd_fdstat_set_rights(file, ~0ull, ~0ull);
    through += !__wasi_fd_fdstat_set_flags(file, __WASI_FDFLAGS_APPEND) && !__wasi_fd_write(file, &out, 1, &used);
    for (int number = 0; number < 200; number++)
        if (number != file) through += number > 2 && !__wasi_fd_filestat_set_size(number, 0);
    snprintf(outcome, sizeof outcome, "%d through, reads %s", through, opened(path));
    held = file;
}

/* Puts a file in the place of another again and again, always full of one letter; ends when it may not any more, or after n. */
static void replaces(int most) {
    int done = 0;
    for (; done < most; done++) {
        memset(block, 'a' + done % 26, sizeof block);
        int fd = open("/data/part", O_WRONLY | O_CREAT | O_TRUNC, 0600);
        int whole = fd >= 0 && write(fd, block, sizeof block) == sizeof block;
        if (fd >= 0 && close(fd)) whole = 0;
        if (whole) rename("/data/part", "/data/whole");
    }
    /* Whether it was done is not known where the answer was lost. */
    for (int i = 0; i < 100 && unlink("/data/part") && errno != ENOENT; i++) {}
    snprintf(outcome, sizeof outcome, "done");
}

/* Counts in an open file until it may not any more. */
static void counts(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    if (fd < 0) {
        snprintf(outcome, sizeof outcome, "%s", strerror(errno));
        return;
    }
    for (long i = 0;; i++) {
        char text[32];
        int length = snprintf(text, sizeof text, "%020ld", i);
        if (pwrite(fd, text, length, 0) != length) break;
    }
    int first = errno, others = 0;
    others += ftruncate(fd, 0) && errno == first;
    others += pread(fd, block, 1, 0) < 0 && errno == first;
    others += fsync(fd) && errno == first;
    others += open(path, O_RDONLY) < 0 && errno == first;
    snprintf(outcome, sizeof outcome, "%s, and so 4 others: %d", strerror(first), others);
}

static void picks(int kind, const char *suggestion) {
    int n = weft_pick(kind, WEFT_PICK_WRITE, suggestion);
    if (n <= 0) {
        snprintf(outcome, sizeof outcome, "%d", n);
        return;
    }
    n = weft_picked(0, block, 1000);
    block[n] = 0;
    weft_json_text(block, "path", outcome, sizeof outcome);
}

static void writes(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int failed = fd < 0 || write(fd, text, strlen(text)) < 0;
    snprintf(outcome, sizeof outcome, "%s", failed ? strerror(errno) : "written");
    if (fd >= 0) close(fd);
}

static void attempt(const char *op) {
    int n = (int) weft_json_number(message, "n", 0);
    if (!strcmp(op, "open")) snprintf(outcome, sizeof outcome, "%s", opened(a));
    else if (!strcmp(op, "race")) race(a, n);
    else if (!strcmp(op, "changes")) changes(a, b);
    else if (!strcmp(op, "misuses")) misuses(a);
    else if (!strcmp(op, "replaces")) replaces(n);
    else if (!strcmp(op, "counts")) counts(a);
    else if (!strcmp(op, "pick")) picks(n, a);
    else if (!strcmp(op, "write")) writes(a, b);
    else if (!strcmp(op, "link")) snprintf(outcome, sizeof outcome, "%d %d", __wasi_path_link(3, 0, a, 3, b), __wasi_path_symlink(a, 3, b));
}

int main(void) {
    static char line[2200];
    weft_ready();
    for (;;) {
        char op[16];
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0 || n >= (int) sizeof message) return 1;
        message[n] = 0;
        if (weft_json_text(message, "type", op, sizeof op) >= 0 && !strcmp(op, "shutdown")) return 0;
        if (weft_json_text(message, "op", op, sizeof op) < 0) continue;
        *a = *b = *outcome = 0;
        weft_json_text(message, "a", a, sizeof a);
        weft_json_text(message, "b", b, sizeof b);
        attempt(op);
        snprintf(line, sizeof line, "%lld %s: %s", weft_json_number(message, "id", 0), op, outcome);
        weft_log(WEFT_INFO, line);
    }
}
