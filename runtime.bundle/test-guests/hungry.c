/* Eats memory when it is told to, as much as it gets, and says how much that was; told once more, it traps, or ends with the code of the first message. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weft.h"
#include "weft_json.h"

/* Without it the compiler leaves the eating out. */
static char *volatile kept;

int main(void) {
    char message[256], reply[64];
    long pieces = 0;
    weft_ready();
    int n = weft_recv_bytes(message, sizeof message - 1, -1);
    if (n < 0) return 1;
    message[n] = 0;
    int code = (int) weft_json_number(message, "n", 0);
    for (char *piece; (piece = malloc(256 << 10)); pieces++) {
        memset(piece, 7, 256 << 10);
        kept = piece;
    }
    snprintf(reply, sizeof reply, "{\"pieces\":%ld}", pieces);
    weft_send(reply);
    weft_recv_bytes(message, sizeof message, -1);
    if (code == 0) __builtin_trap();
    return code;
}
