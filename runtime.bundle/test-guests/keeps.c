/* Keeps a file open and writes to it, or reads it from its start, when it is told to. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "weft.h"
#include "weft_json.h"

int main(void) {
    char message[256], text[64], reply[64], op[16];
    int fd = open("/data/kept.txt", O_RDWR | O_CREAT | O_TRUNC, 0600), lines = 0;
    weft_ready();
    for (;;) {
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0 || n >= (int) sizeof message) return 1;
        message[n] = 0;
        if (weft_json_text(message, "op", op, sizeof op) < 0) continue;
        long result;
        if (!strcmp(op, "write")) {
            int length = snprintf(text, sizeof text, "line %d", ++lines);
            result = write(fd, text, (size_t) length) == length ? 0 : -1;
        } else result = pread(fd, text, sizeof text, 0);
        snprintf(reply, sizeof reply, "{\"result\":%ld}", result);
        weft_send(reply);
    }
}
