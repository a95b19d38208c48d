/* Asks for one service a message, and leaves what came of it in /data/answer: {"id":N,"result":N,"text":…}. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weft.h"
#include "weft_json.h"
#include "weft_services.h"

static char message[8192], a[4096], b[4096], text[1 << 16], quoted[1 << 19];

static void answer(int result, long length) {
    if (result < 0) length = weft_reason(text, sizeof text - 1);
    text[length] = 0;
    weft_json_quote(text, quoted, sizeof quoted);
    FILE *file = fopen("/data/answer.part", "w");
    if (!file) abort();
    fprintf(file, "{\"id\":%lld,\"result\":%d,\"text\":%s}", weft_json_number(message, "id", 0), result, quoted);
    if (fclose(file) || rename("/data/answer.part", "/data/answer")) abort();
}

static long read_file(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) return snprintf(text, sizeof text, "not readable");
    long length = (long) fread(text, 1, sizeof text - 1, file);
    fclose(file);
    return length;
}

static void serve(const char *op) {
    int result;
    weft_json_text(message, "a", a, sizeof a);
    weft_json_text(message, "b", b, sizeof b);
    if (!strcmp(op, "fetch")) {
        result = weft_fetch_bytes(a, (uint32_t) strlen(a), b, (uint32_t) strlen(b));
        answer(result, result < 0 ? 0 : weft_fetch_body(text, sizeof text - 1));
    } else if (!strcmp(op, "notify")) answer(weft_notify(a, b), 0);
    else if (!strcmp(op, "copy")) answer(weft_clipboard_write(a), 0);
    else if (!strcmp(op, "paste")) {
        result = weft_clipboard_read(text, sizeof text - 1);
        answer(result < 0 ? result : 0, result);
    } else if (!strcmp(op, "pick")) {
        long length = 0;
        result = weft_pick(WEFT_PICK_FILE, 0, "");
        if (result > 0) {
            int n = weft_picked(0, text, sizeof text - 1);
            text[n] = 0;
            weft_json_text(text, "path", b, sizeof b);
            length = read_file(b);
        }
        answer(result, length);
    }
}

int main(void) {
    for (;;) {
        char word[16];
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0 || n >= (int) sizeof message) return 1;
        message[n] = 0;
        if (weft_json_text(message, "type", word, sizeof word) >= 0 && !strcmp(word, "shutdown")) return 0;
        if (weft_json_text(message, "op", word, sizeof word) >= 0) serve(word);
    }
}
