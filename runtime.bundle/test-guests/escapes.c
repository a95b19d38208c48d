/* Tries to reach what is not its own: by libc's paths, and by raw calls that libc would not make. Reports what got through. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/api.h>

#include "weft.h"

static int escaped, tried;

static void libc(const char *path) {
    tried++;
    int fd = open(path, O_RDONLY);
    if (fd >= 0) {
        escaped++;
        printf("ESCAPED open %s\n", path);
    } else printf("denied open %s: %s\n", path, strerror(errno));
    fd = open(path, O_WRONLY | O_CREAT, 0600);
    if (fd >= 0) {
        escaped++;
        printf("ESCAPED create %s\n", path);
    }
}

static void raw(const char *path) {
    __wasi_fd_t fd;
    __wasi_filestat_t status;
    size_t used;
    uint8_t buffer[16];
    tried++;
    __wasi_errno_t results[] = {
        __wasi_path_open(3, 1, path, 0, __WASI_RIGHTS_FD_READ, 0, 0, &fd),
        __wasi_path_open(3, 1, path, __WASI_OFLAGS_CREAT, __WASI_RIGHTS_FD_WRITE, 0, 0, &fd),
        __wasi_path_open(3, 1, path, __WASI_OFLAGS_DIRECTORY, __WASI_RIGHTS_FD_READDIR, 0, 0, &fd),
        __wasi_path_filestat_get(3, 1, path, &status),
        __wasi_path_create_directory(3, path),
        __wasi_path_unlink_file(3, path),
        __wasi_path_rename(3, path, 3, "stolen"),
        __wasi_path_rename(3, "own.txt", 3, path),
        __wasi_path_readlink(3, path, buffer, sizeof buffer, &used),
        __wasi_path_remove_directory(3, path),
        __wasi_path_filestat_set_times(3, 1, path, 1, 1, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM),
        __wasi_path_open(3, 1, path, __WASI_OFLAGS_TRUNC, __WASI_RIGHTS_FD_WRITE | __WASI_RIGHTS_FD_FILESTAT_SET_SIZE, 0, 0, &fd),
    };
    /* A link in its own folder is the guest's own: it may remove it, or put a file in its place, which it may then date and empty. */
    int own_link = !strncmp(path, "link-", 5) && !strchr(path, '/');
    for (unsigned i = 0; i < sizeof results / sizeof *results; i++) {
        if (results[i] == 0 && own_link && ((i >= 5 && i <= 7) || i >= 10)) printf("acted on the link itself %u %s\n", i, path);
        else if (results[i] == 0) {
            escaped++;
            printf("ESCAPED raw %u %s\n", i, path);
        } else printf("denied raw %u %s: %d\n", i, path, results[i]);
    }
}

/* Only regular files and folders are opened, and nothing waits for another end. */
static void special(const char *path) {
    __wasi_fd_t fd;
    tried++;
    if (!__wasi_path_open(3, 0, path, 0, __WASI_RIGHTS_FD_READ, 0, 0, &fd) || !__wasi_path_open(3, 0, path, 0, __WASI_RIGHTS_FD_WRITE, 0, 0, &fd)) {
        escaped++;
        printf("ESCAPED special %s\n", path);
    }
}

/* Names that no folder could have, and more open files than anybody may have; afterwards everything is as before. */
static void excess(void) {
    static char name[70000];
    static __wasi_fd_t open_files[5000];
    unsigned count = 0;
    tried++;
    memset(name, 'n', sizeof name - 1);
    __wasi_fd_t fd;
    int through = !__wasi_path_open(3, 0, name, __WASI_OFLAGS_CREAT, __WASI_RIGHTS_FD_WRITE, 0, 0, &fd) || !__wasi_path_create_directory(3, name);
    while (count < sizeof open_files / sizeof *open_files && !__wasi_path_open(3, 0, "own.txt", 0, __WASI_RIGHTS_FD_READ, 0, 0, &open_files[count])) count++;
    printf("%u files were open at once\n", count);
    through |= count == sizeof open_files / sizeof *open_files;
    while (count > 0) through |= !!__wasi_fd_close(open_files[--count]);
    if (through) {
        escaped++;
        printf("ESCAPED excess\n");
    }
    if (__wasi_path_open(3, 0, "own.txt", 0, __WASI_RIGHTS_FD_READ, 0, 0, &fd)) {
        escaped++;
        printf("ESCAPED: nothing can be opened any more\n");
    }
}

int main(void) {
    char reply[64];
    weft_ready();
    fclose(fopen("/data/own.txt", "w"));
    mkdir("/data/own", 0700);
    const char *paths[] = {"/etc/passwd", "/data/../secret.txt", "/data/own/../../secret.txt", "../secret.txt", "/proc/self/environ",
                           "/data/link-out", "/data/link-folder/secret.txt", "/data/link-chain", "/data/./../secret.txt"};
    for (unsigned i = 0; i < sizeof paths / sizeof *paths; i++) libc(paths[i]);
    excess();
    const char *raws[] = {"/etc/passwd", "../secret.txt", "own/../../secret.txt", "..", "own/../..", "link-out", "link-folder/secret.txt",
                          "/proc/self/environ", "//etc/passwd", "own//..//../secret.txt", ""};
    for (unsigned i = 0; i < sizeof raws / sizeof *raws; i++) raw(raws[i]);
    __wasi_fd_t fd;
    if (!__wasi_path_open(7, 0, "x", 0, ~0ull, ~0ull, 0, &fd) || !__wasi_path_open(0xffffffff, 0, "x", 0, ~0ull, ~0ull, 0, &fd)) escaped++;
    if (!__wasi_path_symlink("/etc", 3, "made-link") || !__wasi_path_link(3, 0, "own.txt", 3, "hard-link")) escaped++;
    special("pipe");
    special("device");
    special("socket");
    printf("escaped %d of %d attempts\n", escaped, tried);
    fflush(stdout);
    snprintf(reply, sizeof reply, "{\"escaped\":%d,\"tried\":%d}", escaped, tried);
    weft_send(reply);
    return 0;
}
