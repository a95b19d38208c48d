/*
 * What the system does for an app beside its files (docs/wit/weft-app.wit): each needs a capability of the manifest, and waits for the user where the
 * user is to be asked. Results below zero are WEFT_DENIED and the like; weft_reason() tells them in a sentence.
 */
#ifndef WEFT_SERVICES_H
#define WEFT_SERVICES_H

#include "weft.h"

#define WEFT_DENIED (-2)
#define WEFT_UNAVAILABLE (-6)
#define WEFT_LOST (-29)     /* the platform went away: what was asked may have been done */
#define WEFT_MISSING (-44)

/*
 * Fetches. The request is JSON: {"url":…}, with "method" and "headers" where they are not GET and none. Returns the answer's HTTP status; its head,
 * {"url":…,"headers":{…}}, and its body stay until the next fetch. Both copy what fits whole and return the length in any case.
 */
WEFT_IMPORT("fetch", "fetch") int32_t weft_fetch_bytes(const char *request, uint32_t request_length, const void *body, uint32_t body_length);
WEFT_IMPORT("fetch", "head") int32_t weft_fetch_head(char *into, uint32_t capacity);
WEFT_IMPORT("fetch", "body") int32_t weft_fetch_body(void *into, uint32_t capacity);

WEFT_IMPORT("notify", "notify") int32_t weft_notify_bytes(const char *title, uint32_t title_length, const char *text, uint32_t text_length);

/* Copies the clipboard's text, without a terminating zero, if it fits; its length in any case. */
WEFT_IMPORT("clipboard", "read") int32_t weft_clipboard_read(char *into, uint32_t capacity);
WEFT_IMPORT("clipboard", "write") int32_t weft_clipboard_write_bytes(const char *text, uint32_t length);

enum weft_pick_kind { WEFT_PICK_FILE, WEFT_PICK_FOLDER, WEFT_PICK_SAVE };
enum weft_pick_flags { WEFT_PICK_WRITE = 1, WEFT_PICK_MANY = 2 };

/* Lets the user choose: how many were chosen. */
WEFT_IMPORT("pick", "pick") int32_t weft_pick_bytes(uint32_t kind, uint32_t flags, const char *suggestion, uint32_t length);

/* One that was chosen, as JSON: {"path":…,"name":…,"folder":…,"writable":…}. Copied if it fits; the length in any case. */
WEFT_IMPORT("pick", "picked") int32_t weft_picked(uint32_t index, char *into, uint32_t capacity);

/* Why the last of these failed: a sentence, copied if it fits; its length in any case. */
WEFT_IMPORT("failure", "reason") int32_t weft_reason(char *into, uint32_t capacity);

static inline int weft_fetch(const char *request) {
    return weft_fetch_bytes(request, (uint32_t) strlen(request), "", 0);
}

static inline int weft_notify(const char *title, const char *text) {
    return weft_notify_bytes(title, (uint32_t) strlen(title), text, (uint32_t) strlen(text));
}

static inline int weft_clipboard_write(const char *text) {
    return weft_clipboard_write_bytes(text, (uint32_t) strlen(text));
}

static inline int weft_pick(enum weft_pick_kind kind, unsigned flags, const char *suggestion) {
    return weft_pick_bytes(kind, flags, suggestion, (uint32_t) strlen(suggestion));
}

#endif
