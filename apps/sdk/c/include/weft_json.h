/*
 * As much JSON as small apps need: one member of a message's outermost object, and text made safe to send. Messages
 * come from the platform and are valid JSON; anything else simply has no members.
 */
#ifndef WEFT_JSON_H
#define WEFT_JSON_H

#include <stddef.h>
#include <stdbool.h>

/* Copies the text member `key` of `json`, decoded to UTF-8 and ended by zero. Its length, or -1: no such member, or no room. */
long weft_json_text(const char *json, const char *key, char *into, size_t capacity);

/* The whole-number member `key` of `json`, or `otherwise`. */
long long weft_json_number(const char *json, const char *key, long long otherwise);

/* Writes `text` as a JSON string, quotes included, ended by zero. The length, or -1: no room (six times the text and ten always suffice). */
long weft_json_quote(const char *text, char *into, size_t capacity);

#endif
