/* Reads in /data/big when it is told, and says in its log what it got: {"op":"open"} opens it, {"op":"read"} reads at its start, {"op":"opens","n":N} and {"op":"reads","n":N} measure. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "measure.h"
#include "weft.h"
#include "weft_json.h"

#define BIG "/data/big"

static char message[256], line[128];
static int file = -1;

static void say(const char *op, long result) {
    if (result < 0) snprintf(line, sizeof line, "%s: %s", op, strerror(errno));
    else snprintf(line, sizeof line, "%s: %ld %.8s", op, result, bytes);
    weft_log(WEFT_INFO, line);
}

static void measured(const char *op, int result) {
    if (result < 0) say(op, -1);
    else weft_log(WEFT_INFO, line);
}

int main(void) {
    for (;;) {
        char op[16];
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0 || n >= (int) sizeof message) return 1;
        message[n] = 0;
        if (weft_json_text(message, "type", op, sizeof op) >= 0 && !strcmp(op, "shutdown")) return 0;
        if (weft_json_text(message, "op", op, sizeof op) < 0) continue;
        int count = (int) weft_json_number(message, "n", 1);
        if (!strcmp(op, "open")) {
            if (file >= 0) close(file);
            file = open(BIG, O_RDONLY);
            say(op, file < 0 ? -1 : 0);
        } else if (!strcmp(op, "read")) say(op, pread(file, bytes, 8, 0));
        else if (!strcmp(op, "opens")) measured(op, time_opens(BIG, count, line, sizeof line));
        else if (!strcmp(op, "reads")) measured(op, time_reads(BIG, count, line, sizeof line));
    }
}
