/* Times opening a file, and reading 1 MiB of it at a time; the same source as a guest and as a native program. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define MOST 2000

static long long times[MOST];
static char bytes[1 << 20];

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long) t.tv_sec * 1000000000 + t.tv_nsec;
}

static int by_length(const void *a, const void *b) {
    long long x = *(const long long *) a, y = *(const long long *) b;
    return (x > y) - (x < y);
}

static int summary(const char *what, int count, char *line, size_t size) {
    qsort(times, count, sizeof *times, by_length);
    return snprintf(line, size, "%s: min %lld median %lld p99 %lld ns", what, times[0], times[count / 2], times[count * 99 / 100]);
}

static int time_opens(const char *path, int count, char *line, size_t size) {
    for (int i = 0; i < count && i < MOST; i++) {
        long long start = now();
        int opened = open(path, O_RDONLY);
        times[i] = now() - start;
        if (opened < 0) return -1;
        close(opened);
    }
    return summary("opens", count < MOST ? count : MOST, line, size);
}

/* The file has 16 MiB. */
static int time_reads(const char *path, int count, char *line, size_t size) {
    int opened = open(path, O_RDONLY);
    if (opened < 0) return -1;
    for (int i = 0; i < count && i < MOST; i++) {
        long long start = now();
        if (pread(opened, bytes, sizeof bytes, (i % 16) << 20) != sizeof bytes) return -1;
        times[i] = now() - start;
    }
    close(opened);
    return summary("reads", count < MOST ? count : MOST, line, size);
}
