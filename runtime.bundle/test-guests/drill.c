/*
 * Counts what it is told: {"op":"say","client":C,"n":N}, where each client counts from 1. After each it writes a byte through the portal.
 * {"op":"report","n":N} puts "N received lost doubled failed" into /data/report, whole.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "weft.h"
#include "weft_json.h"

enum { CLIENTS = 64 };
static long long last[CLIENTS], received, lost, doubled, failed;

static void say(long long client, long long n) {
    if (client < 0 || client >= CLIENTS) return;
    received++;
    if (n <= last[client]) doubled++;
    else lost += n - last[client] - 1;
    if (n > last[client]) last[client] = n;
    int fd = open("/data/last", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, "x", 1) != 1) failed++;
    if (fd >= 0 && close(fd)) failed++;
}

static void report(long long n) {
    FILE *file = fopen("/data/part", "w");
    if (!file) return;
    fprintf(file, "%lld %lld %lld %lld %lld\n", n, received, lost, doubled, failed);
    if (!fclose(file)) rename("/data/part", "/data/report");
}

int main(void) {
    static char message[4096];
    weft_ready();
    for (;;) {
        char op[16], type[16];
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0 || n >= (int) sizeof message) return 1;
        message[n] = 0;
        if (weft_json_text(message, "type", type, sizeof type) >= 0 && !strcmp(type, "shutdown")) return 0;
        if (weft_json_text(message, "op", op, sizeof op) < 0) continue;
        if (!strcmp(op, "say")) say(weft_json_number(message, "client", -1), weft_json_number(message, "n", 0));
        else if (!strcmp(op, "report")) report(weft_json_number(message, "n", 0));
    }
}
