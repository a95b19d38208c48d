/*
 * Notes: one text in /data/note.txt. {"op":"load"} is answered by {"op":"loaded","text":…}, {"op":"save","text":…} by
 * {"op":"saved","bytes":N}; what fails by {"op":"error","message":…}. A save replaces the file whole.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "weft.h"
#include "weft_json.h"

#define NOTE "/data/note.txt"
#define PART "/data/note.txt.part"
#define MAX_TEXT (512 * 1024)

static char message[MAX_TEXT * 2 + 4096], text[MAX_TEXT + 1], quoted[MAX_TEXT * 2], reply[MAX_TEXT * 2 + 64];

static void send_reply(void) {
    int result = weft_send(reply);
    if (result == WEFT_TOO_LARGE) weft_log(WEFT_ERROR, "the note is too long to be shown");
    else if (result < 0) weft_log(WEFT_WARNING, "the page does not take messages");
}

static void fail(const char *sentence) {
    char whole[256];
    snprintf(whole, sizeof whole, "%s (%s).", sentence, strerror(errno));
    weft_json_quote(whole, quoted, sizeof quoted);
    snprintf(reply, sizeof reply, "{\"op\":\"error\",\"message\":%s}", quoted);
    weft_log(WEFT_WARNING, whole);
    send_reply();
}

static void load(void) {
    size_t length = 0;
    FILE *file = fopen(NOTE, "r");
    if (file) {
        length = fread(text, 1, MAX_TEXT, file);
        int failed = ferror(file), longer = !failed && fgetc(file) != EOF;
        fclose(file);
        if (failed) return fail("The note could not be read");
        errno = EFBIG;
        if (longer) return fail("The note is too long");
    } else if (errno != ENOENT) return fail("The note could not be read");
    text[length] = 0;
    if (weft_json_quote(text, quoted, sizeof quoted) < 0) {
        errno = EFBIG;
        return fail("The note is too long");
    }
    snprintf(reply, sizeof reply, "{\"op\":\"loaded\",\"text\":%s}", quoted);
    send_reply();
}

static int write_part(long length) {
    FILE *file = fopen(PART, "w");
    if (!file) return -1;
    int bad = fwrite(text, 1, (size_t) length, file) != (size_t) length || fflush(file) || fsync(fileno(file));
    int why = errno;
    if (fclose(file) && !bad) return -1;
    errno = why;
    return bad ? -1 : 0;
}

static void save(void) {
    long length = weft_json_text(message, "text", text, sizeof text);
    errno = EFBIG;
    if (length < 0) return fail("The note is too long");
    if (write_part(length) || rename(PART, NOTE)) {
        int why = errno;
        unlink(PART);
        errno = why;
        return fail("The note could not be saved");
    }
    snprintf(reply, sizeof reply, "{\"op\":\"saved\",\"bytes\":%ld}", length);
    send_reply();
}

int main(void) {
    weft_ready();
    for (;;) {
        char word[16];
        int n = weft_recv_bytes(message, sizeof message - 1, -1);
        if (n < 0 || n >= (int) sizeof message) return 1;
        message[n] = 0;
        if (weft_json_text(message, "type", word, sizeof word) >= 0 && !strcmp(word, "shutdown")) return 0;
        if (weft_json_text(message, "op", word, sizeof word) < 0) continue;
        if (!strcmp(word, "load")) load();
        else if (!strcmp(word, "save")) save();
    }
}
