/* Reads in /data/big when it is told, and says in its log what it got: {"op":"open"} opens it, {"op":"read"} reads at its start, {"op":"time","n":N} reads N times 1 MiB. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "weft.h"
#include "weft_json.h"

static char message[256], bytes[1 << 20], line[128];
static int file = -1;

static void say(const char *op, long result) {
    if (result < 0) snprintf(line, sizeof line, "%s: %s", op, strerror(errno));
    else snprintf(line, sizeof line, "%s: %ld %.8s", op, result, bytes);
    weft_log(WEFT_INFO, line);
}

static void time_reads(long count) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (long i = 0; i < count; i++)
        if (pread(file, bytes, sizeof bytes, (i % 16) << 20) != sizeof bytes) return say("time", -1);
    clock_gettime(CLOCK_MONOTONIC, &to);
    long us = (long) (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
    snprintf(line, sizeof line, "time: %ld MiB in %ld us", count, us);
    weft_log(WEFT_INFO, line);
}

int main(void) {
    for (;;) {
        char op[16];
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0 || n >= (int) sizeof message) return 1;
        message[n] = 0;
        if (weft_json_text(message, "type", op, sizeof op) >= 0 && !strcmp(op, "shutdown")) return 0;
        if (weft_json_text(message, "op", op, sizeof op) < 0) continue;
        if (!strcmp(op, "open")) {
            if (file >= 0) close(file);
            file = open("/data/big", O_RDONLY);
            say(op, file < 0 ? -1 : 0);
        } else if (!strcmp(op, "read")) say(op, pread(file, bytes, 8, 0));
        else if (!strcmp(op, "time")) time_reads((long) weft_json_number(message, "n", 1));
    }
}
