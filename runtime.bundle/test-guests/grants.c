/* Uses /xdg/documents when its page says so, and tells what came of it: {"op":"read"} opens a letter there, {"op":"again"} reads on in it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>

#include "weft.h"

static int letter = -1;

static void tell(const char *word) {
    char reply[128];
    snprintf(reply, sizeof reply, "{\"result\":\"%s\"}", word);
    weft_send(reply);
}

static void failed(void) {
    tell(errno == EACCES || errno == ENOTCAPABLE ? "refused" : strerror(errno));
}

static void attempt(int fd) {
    char text[64] = {0};
    if (fd < 0 || pread(fd, text, sizeof text - 1, 0) < 0) failed();
    else tell(!strcmp(text, "Dear all") ? "read" : "another");
}

int main(void) {
    char message[256];
    weft_ready();
    for (;;) {
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0 || n >= (int) sizeof message) return 1;
        message[n] = 0;
        if (strstr(message, "shutdown")) return 0;
        if (strstr(message, "read")) letter = open("/xdg/documents/letter", O_RDONLY);
        if (strstr(message, "read") || strstr(message, "again")) attempt(letter);
        if (strstr(message, "outside")) attempt(open("/xdg/documents/../secret", O_RDONLY));
        if (strstr(message, "link")) attempt(open("/xdg/documents/link", O_RDONLY));
        if (strstr(message, "write")) attempt(open("/xdg/documents/letter", O_RDWR));
    }
}
