#include "weft_json.h"

#include <stdlib.h>
#include <string.h>

static const char *skip_space(const char *p) {
    while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r') p++;
    return p;
}

/* Behind the string that starts at p, or NULL. */
static const char *skip_text(const char *p) {
    if (*p != '"') return NULL;
    for (p++; *p && *p != '"'; p++)
        if (*p == '\\' && p[1]) p++;
    return *p ? p + 1 : NULL;
}

/* Behind the value that starts at p, or NULL. */
static const char *skip_value(const char *p) {
    int depth = 0;
    p = skip_space(p);
    do {
        if (*p == '"') {
            p = skip_text(p);
            if (!p) return NULL;
            continue;
        }
        if (*p == '{' || *p == '[') depth++;
        else if (*p == '}' || *p == ']') depth--;
        else if (depth == 0) {
            while (*p && !strchr(",}] \t\r\n", *p)) p++;
            return p;
        }
        if (!*p++) return NULL;
    } while (depth > 0);
    return p;
}

/* The value of the member `key` of the object at p, or NULL. Keys with escapes match nothing. */
static const char *member(const char *p, const char *key) {
    size_t length = strlen(key);
    p = skip_space(p);
    if (*p != '{') return NULL;
    p = skip_space(p + 1);
    while (*p == '"') {
        const char *name = p + 1, *end = skip_text(p);
        if (!end) return NULL;
        p = skip_space(end);
        if (*p != ':') return NULL;
        p = skip_space(p + 1);
        if ((size_t) (end - 1 - name) == length && !memcmp(name, key, length)) return p;
        p = skip_value(p);
        if (!p) return NULL;
        p = skip_space(p);
        if (*p != ',') return NULL;
        p = skip_space(p + 1);
    }
    return NULL;
}

static int hex4(const char *p) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

static size_t put_utf8(long c, char out[4]) {
    if (c < 0x80) {
        out[0] = (char) c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char) (0x80 | (c & 0x3F));
    out[0] = (char) (lead[n] | c);
    return n;
}

/* Decodes the \u escape whose digits start at p, with its second half if it is a surrogate pair. */
static size_t put_escape(const char **p, char out[4]) {
    long c = hex4(*p);
    if (c < 0) return 0;
    *p += 4;
    if (c >= 0xD800 && c < 0xDC00 && (*p)[0] == '\\' && (*p)[1] == 'u') {
        long low = hex4(*p + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            *p += 6;
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return put_utf8(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c, out);
}

long weft_json_text(const char *json, const char *key, char *into, size_t capacity) {
    const char *p = member(json, key);
    size_t length = 0;
    if (!p || *p != '"') return -1;
    for (p++; *p != '"';) {
        char piece[4] = {*p};
        size_t n = 1;
        if (!*p) return -1;
        if (*p++ == '\\') {
            static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
            const char *known = *p ? strchr(from, *p) : NULL;
            char c = *p++;
            if (c == 'u') n = put_escape(&p, piece);
            else piece[0] = known ? to[known - from] : c;
            if (n == 0 || c == 0) return -1;
        }
        if (length + n >= capacity) return -1;
        memcpy(into + length, piece, n);
        length += n;
    }
    if (length >= capacity) return -1;
    into[length] = 0;
    return (long) length;
}

long long weft_json_number(const char *json, const char *key, long long otherwise) {
    const char *p = member(json, key);
    if (!p || !(*p == '-' || (*p >= '0' && *p <= '9'))) return otherwise;
    return strtoll(p, NULL, 10);
}

long weft_json_quote(const char *text, char *into, size_t capacity) {
    static const char hex[] = "0123456789abcdef";
    size_t length = 0;
    if (capacity < 3) return -1;
    into[length++] = '"';
    for (const unsigned char *p = (const unsigned char *) text; *p; p++) {
        if (length + 8 > capacity) return -1;
        if (*p == '"' || *p == '\\') into[length++] = '\\';
        if (*p >= 0x20) into[length++] = (char) *p;
        else {
            memcpy(into + length, "\\u00", 4);
            into[length + 4] = hex[*p >> 4];
            into[length + 5] = hex[*p & 15];
            length += 6;
        }
    }
    if (length + 2 > capacity) return -1;
    into[length++] = '"';
    into[length] = 0;
    return (long) length;
}
