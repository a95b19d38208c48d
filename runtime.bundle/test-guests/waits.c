/* Time, chance and waiting. Reports the first line that did not hold. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "weft.h"

static void report(int line) {
    char reply[64];
    snprintf(reply, sizeof reply, "{\"line\":%d,\"errno\":%d}", line, errno);
    weft_send(reply);
    exit(0);
}

#define HOLDS(condition) do { if (!(condition)) report(__LINE__); } while (0)

static double seconds(clockid_t clock) {
    struct timespec t;
    if (clock_gettime(clock, &t)) return -1;
    return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

int main(void) {
    char message[256], other[8];
    struct pollfd wait = {.fd = weft_descriptor(), .events = POLLIN};
    double before = seconds(CLOCK_MONOTONIC);
    weft_ready();
    HOLDS(weft_recv_bytes(message, sizeof message, 0) == WEFT_TIMED_OUT);
    HOLDS(weft_recv_bytes(message, sizeof message, 20) == WEFT_TIMED_OUT);
    HOLDS(poll(&wait, 1, 20) == 0);
    HOLDS(usleep(20000) == 0);
    HOLDS(seconds(CLOCK_MONOTONIC) - before >= 0.06);
    HOLDS(seconds(CLOCK_REALTIME) > 1.6e9);
    HOLDS(getentropy(message, 256) == 0 && getentropy(other, sizeof other) == 0 && memcmp(message, other, sizeof other));
    HOLDS(!getenv("PATH") && !getenv("HOME") && !getenv("WEFT_TOKEN"));
    weft_send("{\"now\":true}");
    HOLDS(poll(&wait, 1, -1) == 1 && wait.revents == POLLIN);
    int length = weft_recv_bytes(message, 1, 0);
    HOLDS(length > 1);
    HOLDS(weft_recv_bytes(message, sizeof message, 0) == length && message[0] == '{');
    report(0);
}
