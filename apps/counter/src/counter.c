/* Counter: a number that lives as long as the app runs. {"op":"add","n":N} and {"op":"get"} are answered by {"count":N}. */
#include <stdio.h>
#include <string.h>

#include "weft.h"
#include "weft_json.h"

static long long count;

static void answer(void) {
    char json[64];
    snprintf(json, sizeof json, "{\"count\":%lld}", count);
    if (weft_send(json) < 0) weft_log(WEFT_WARNING, "the page does not take messages");
}

int main(void) {
    static char message[4096];
    weft_ready();
    for (;;) {
        char op[16], type[16];
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0) return 1;
        if (n >= (int) sizeof message) {
            weft_log(WEFT_ERROR, "a message is too long");
            return 1;
        }
        message[n] = 0;
        if (weft_json_text(message, "type", type, sizeof type) >= 0 && !strcmp(type, "shutdown")) return 0;
        if (weft_json_text(message, "op", op, sizeof op) < 0) continue;
        if (!strcmp(op, "add")) count = (long long) ((unsigned long long) count + (unsigned long long) weft_json_number(message, "n", 1));
        else if (strcmp(op, "get")) continue;
        answer();
    }
}
