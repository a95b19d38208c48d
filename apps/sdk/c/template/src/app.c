/* @NAME@: a number that is kept in a file. {"op":"add"} and {"op":"get"} are answered by {"count":N}. */
#include <stdio.h>
#include <string.h>

#include "weft.h"
#include "weft_json.h"

static const char *const FILE_NAME = "/data/count";
static long count;

static void load(void) {
    FILE *file = fopen(FILE_NAME, "r");
    if (!file) return;
    if (fscanf(file, "%ld", &count) != 1) count = 0;
    fclose(file);
}

static void save(void) {
    FILE *file = fopen(FILE_NAME, "w");
    if (!file || fprintf(file, "%ld\n", count) < 0) weft_log(WEFT_ERROR, "the count cannot be kept");
    if (file) fclose(file);
}

int main(void) {
    static char message[4096];
    load();
    weft_ready();
    for (;;) {
        char op[16], type[16], answer[64];
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0 || n >= (int) sizeof message) return 1;
        message[n] = 0;
        if (weft_json_text(message, "type", type, sizeof type) >= 0 && !strcmp(type, "shutdown")) return 0;
        if (weft_json_text(message, "op", op, sizeof op) < 0) continue;
        if (!strcmp(op, "add")) {
            count++;
            save();
        } else if (strcmp(op, "get")) continue;
        snprintf(answer, sizeof answer, "{\"count\":%ld}", count);
        if (weft_send(answer) < 0) weft_log(WEFT_WARNING, "the page does not take messages");
    }
}
