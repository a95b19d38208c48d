/* Uses files as C programs do, and reports the first line that did not hold. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "weft.h"

static void report(int line) {
    char reply[64];
    snprintf(reply, sizeof reply, "{\"line\":%d,\"errno\":%d}", line, errno);
    weft_send(reply);
    exit(0);
}

#define HOLDS(condition) do { errno = 0; if (!(condition)) report(__LINE__); } while (0)
#define FAILS(call, why) do { errno = 0; if ((call) != -1 || errno != (why)) report(__LINE__); } while (0)

static void whole_files(void) {
    char buffer[64] = {0};
    FILE *f = fopen("/data/a.txt", "w+");
    HOLDS(f);
    HOLDS(fputs("hello, world\n", f) >= 0);
    HOLDS(fseek(f, 7, SEEK_SET) == 0);
    HOLDS(fread(buffer, 1, 5, f) == 5 && !memcmp(buffer, "world", 5));
    HOLDS(fseek(f, 0, SEEK_END) == 0 && ftell(f) == 13);
    HOLDS(fclose(f) == 0);
    f = fopen("/data/a.txt", "a");
    HOLDS(f && fputs("more\n", f) >= 0 && fclose(f) == 0);
    struct stat status;
    HOLDS(stat("/data/a.txt", &status) == 0 && status.st_size == 18 && S_ISREG(status.st_mode) && status.st_mtime > 1600000000);
}

static void descriptors(void) {
    char buffer[16];
    int fd = open("/data/b.bin", O_RDWR | O_CREAT | O_EXCL, 0600);
    HOLDS(fd > 4);
    FAILS(open("/data/b.bin", O_RDWR | O_CREAT | O_EXCL, 0600), EEXIST);
    HOLDS(write(fd, "0123456789", 10) == 10);
    HOLDS(pwrite(fd, "XY", 2, 4) == 2);
    HOLDS(pread(fd, buffer, 4, 3) == 4 && !memcmp(buffer, "3XY6", 4));
    HOLDS(lseek(fd, 0, SEEK_CUR) == 10);
    HOLDS(read(fd, buffer, 4) == 0);
    HOLDS(ftruncate(fd, 5) == 0 && lseek(fd, 0, SEEK_END) == 5);
    HOLDS(fsync(fd) == 0);
    HOLDS(posix_fallocate(fd, 0, 100) == 0 && lseek(fd, 0, SEEK_END) == 100);
    HOLDS(rename("/data/b.bin", "/data/c.bin") == 0);
    HOLDS(pread(fd, buffer, 2, 0) == 2 && !memcmp(buffer, "01", 2));
    HOLDS(close(fd) == 0);
    FAILS(close(fd), EBADF);
    fd = open("/data/c.bin", O_RDONLY);
    HOLDS(fd > 4);
    FAILS(write(fd, "x", 1), EBADF);
    HOLDS(close(fd) == 0);
    FAILS(open("/data/nothing", O_RDONLY), ENOENT);
    FAILS(open("/data", O_WRONLY), EISDIR);
    FAILS(lseek(1, 0, SEEK_SET), ESPIPE);
}

static void folders(void) {
    HOLDS(mkdir("/data/d", 0700) == 0);
    FAILS(mkdir("/data/d", 0700), EEXIST);
    for (int i = 0; i < 200; i++) {
        char name[64];
        snprintf(name, sizeof name, "/data/d/a file with a longer name, number %d", i);
        FILE *f = fopen(name, "w");
        HOLDS(f && fclose(f) == 0);
    }
    DIR *d = opendir("/data/d");
    HOLDS(d);
    int files = 0, others = 0;
    for (struct dirent *e; (e = readdir(d));) e->d_type == DT_REG ? files++ : others++;
    HOLDS(files == 200 && others == 2);
    HOLDS(closedir(d) == 0);
    FAILS(rmdir("/data/d"), ENOTEMPTY);
    FAILS(unlink("/data/d"), EISDIR);
    FAILS(rmdir("/data/a.txt"), ENOTDIR);
    for (int i = 0; i < 200; i++) {
        char name[64];
        snprintf(name, sizeof name, "/data/d/a file with a longer name, number %d", i);
        HOLDS(unlink(name) == 0);
    }
    HOLDS(rmdir("/data/d") == 0);
    FAILS(rmdir("/data/d"), ENOENT);
}

/* More than one request carries. */
static void large(void) {
    enum { SIZE = 3 << 20 };
    char *bytes = malloc(SIZE), *back = malloc(SIZE);
    HOLDS(bytes && back);
    for (int i = 0; i < SIZE; i++) bytes[i] = (char) (i * 31 + (i >> 8));
    FILE *f = fopen("/data/large.bin", "w");
    HOLDS(f && fwrite(bytes, 1, SIZE, f) == SIZE && fclose(f) == 0);
    f = fopen("/data/large.bin", "r");
    HOLDS(f && fread(back, 1, SIZE, f) == SIZE && fgetc(f) == EOF && fclose(f) == 0);
    HOLDS(!memcmp(bytes, back, SIZE));
}

int main(void) {
    weft_ready();
    whole_files();
    descriptors();
    folders();
    large();
    report(0);
}
