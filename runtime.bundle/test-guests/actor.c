/* Does what messages tell it: {"op":…,"n":…}. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weft.h"
#include "weft_json.h"

static volatile long sink;

static void spin(void) {
    for (;;) sink++;
}

static long recurse(long n) {
    volatile long here[64];
    here[n & 63] = n;
    if (sink < 0) return 0;
    return recurse(n + 1) + here[n & 31];
}

/* Takes and touches a mebibyte at a time until there is no more. */
static void allocate(void) {
    char reply[64];
    int taken = 0;
    for (volatile char *p; (p = malloc(1 << 20)); taken++)
        for (int i = 0; i < 1 << 20; i += 4096) p[i] = 1;
    snprintf(reply, sizeof reply, "{\"megabytes\":%d}", taken);
    weft_send(reply);
}

static void flood(long long n) {
    char reply[64];
    long long sent = 0;
    while (sent < n) {
        snprintf(reply, sizeof reply, "{\"flood\":%lld}", sent);
        if (weft_send(reply)) break;
        sent++;
    }
    snprintf(reply, sizeof reply, "flooded %lld", sent);
    weft_log(WEFT_INFO, reply);
}

static void print(long long lines) {
    for (long long i = 0; i < lines; i++) printf("line %lld of a guest that talks a lot, to no end at all\n", i);
}

int main(void) {
    static char message[1 << 21];
    weft_ready();
    for (;;) {
        char word[32];
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0) return 9;
        message[n] = 0;
        if (weft_json_text(message, "type", word, sizeof word) >= 0) {
            if (!strcmp(word, "shutdown")) return 0;
            weft_send(message);
            continue;
        }
        if (weft_json_text(message, "op", word, sizeof word) < 0) continue;
        if (!strcmp(word, "echo")) weft_send(message);
        else if (!strcmp(word, "exit")) return (int) weft_json_number(message, "n", 0);
        else if (!strcmp(word, "trap")) __builtin_trap();
        else if (!strcmp(word, "divide")) sink = (long) (weft_json_number(message, "n", 7) / sink);
        else if (!strcmp(word, "outside")) sink = *(volatile long *) 0x7ffffff0;
        else if (!strcmp(word, "recurse")) sink = recurse(0);
        else if (!strcmp(word, "spin")) spin();
        else if (!strcmp(word, "allocate")) allocate();
        else if (!strcmp(word, "flood")) flood(weft_json_number(message, "n", 0));
        else if (!strcmp(word, "print")) print(weft_json_number(message, "n", 0));
        else if (!strcmp(word, "garbage")) {
            char reply[64];
            snprintf(reply, sizeof reply, "{\"garbage\":%d,\"outside\":%d,\"small\":%d}", weft_send("{\"a\":"),
                     weft_send_bytes((const char *) 0x70000000, 100), weft_recv_bytes(word, 1, 0));
            weft_send(reply);
        }
    }
}
