/*
 * The WEFT system interface for C (docs/wit/weft-app.wit); services beside files are in weft_services.h. Build with
 *     clang --target=wasm32-wasi -O2 -I…/sdk/c/include …
 * Files are plain stdio below /data, /xdg/NAME and /picked, as far as the manifest declares them; the user may be asked at
 * the first use, and a refusal is EACCES. Everything else of WASI that needs rights is refused.
 */
#ifndef WEFT_H
#define WEFT_H

#include <stdint.h>
#include <string.h>

#define WEFT_IMPORT(module, name) __attribute__((import_module("weft:app/" module "@0.1.0"), import_name(name)))

/* Results below zero. */
#define WEFT_BUSY (-6)       /* too many messages wait already */
#define WEFT_INVALID (-28)   /* not JSON */
#define WEFT_TOO_LARGE (-35) /* longer than 1 MiB */
#define WEFT_TIMED_OUT (-73)

/* Sends one JSON text to the app's page: 0, or a result below zero. */
WEFT_IMPORT("ipc", "send") int32_t weft_send_bytes(const char *json, uint32_t length);

/*
 * Waits for the next message (timeout_ms below zero: for ever) and copies it, without a terminating zero. Returns its
 * length; if that is more than the capacity, nothing was copied and the message is still there.
 */
WEFT_IMPORT("ipc", "recv") int32_t weft_recv_bytes(char *into, uint32_t capacity, int32_t timeout_ms);

/* A descriptor for poll(), readable while a message waits. */
WEFT_IMPORT("ipc", "descriptor") int32_t weft_descriptor(void);

enum weft_level { WEFT_ERROR, WEFT_WARNING, WEFT_INFO, WEFT_DETAIL };

WEFT_IMPORT("log", "log") void weft_log_bytes(uint32_t level, const char *text, uint32_t length);

/* The app can be used. A program that calls this must do so within its time limit (30 s by default). */
WEFT_IMPORT("lifecycle", "ready") void weft_ready(void);

/* Still starting: the time limit starts anew. */
WEFT_IMPORT("lifecycle", "progress") void weft_progress(uint32_t percent);

static inline int weft_send(const char *json) {
    return weft_send_bytes(json, (uint32_t) strlen(json));
}

static inline void weft_log(enum weft_level level, const char *text) {
    weft_log_bytes(level, text, (uint32_t) strlen(text));
}

#endif
