// As much JSON as small apps need: one member of a message's outermost object, and text made safe to send. Messages come from the platform and are
// valid JSON; anything else simply has no members.

const QUOTE = 0x22, BACKSLASH = 0x5c, COMMA = 0x2c, COLON = 0x3a, OPEN_BRACE = 0x7b, CLOSE_BRACE = 0x7d, OPEN_BRACKET = 0x5b, CLOSE_BRACKET = 0x5d, MINUS = 0x2d;

/** The text member `key` of `json`; null if there is no such member. */
export function text(json: string, key: string): string | null {
  const start = member(json, key);
  if (start < 0 || json.charCodeAt(start) != QUOTE) return null;
  const end = skipText(json, start);
  return end < 0 ? null : decode(json.substring(start + 1, end - 1));
}

/** The whole-number member `key` of `json`, or `otherwise`. */
export function number(json: string, key: string, otherwise: i64): i64 {
  let at = member(json, key);
  if (at < 0 || at >= json.length) return otherwise;
  const negative = json.charCodeAt(at) == MINUS;
  if (negative) at++;
  if (!digit(json, at)) return otherwise;
  let value: i64 = 0;
  for (; digit(json, at); at++) value = value * 10 + (json.charCodeAt(at) - 0x30);
  return negative ? -value : value;
}

function digit(json: string, at: i32): bool {
  return at < json.length && json.charCodeAt(at) >= 0x30 && json.charCodeAt(at) <= 0x39;
}

/** `text` as a JSON string, quotes included. */
export function quote(text: string): string {
  let parts = new Array<string>(), from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x20 && c != QUOTE && c != BACKSLASH) continue;
    parts.push(text.substring(from, i));
    parts.push(c >= 0x20 ? "\\" + String.fromCharCode(c) : "\\u00" + (c < 16 ? "0" : "") + c.toString(16));
    from = i + 1;
  }
  parts.push(text.substring(from));
  return "\"" + parts.join("") + "\"";
}

function space(json: string, at: i32): i32 {
  while (at < json.length) {
    const c = json.charCodeAt(at);
    if (c != 0x20 && c != 0x09 && c != 0x0a && c != 0x0d) break;
    at++;
  }
  return at;
}

function at(json: string, position: i32): i32 {
  return position < json.length ? json.charCodeAt(position) : -1;
}

// Where the value of the member begins, or -1. Keys with escapes match nothing.
function member(json: string, key: string): i32 {
  let p = space(json, 0);
  if (at(json, p) != OPEN_BRACE) return -1;
  p = space(json, p + 1);
  while (at(json, p) == QUOTE) {
    const name = p + 1, end = skipText(json, p);
    if (end < 0) return -1;
    p = space(json, end);
    if (at(json, p) != COLON) return -1;
    p = space(json, p + 1);
    if (json.substring(name, end - 1) == key) return p;
    p = skipValue(json, p);
    if (p < 0) return -1;
    p = space(json, p);
    if (at(json, p) != COMMA) return -1;
    p = space(json, p + 1);
  }
  return -1;
}

// Behind the string that starts at p, or -1.
function skipText(json: string, p: i32): i32 {
  for (p++; p < json.length; p++) {
    const c = json.charCodeAt(p);
    if (c == QUOTE) return p + 1;
    if (c == BACKSLASH) p++;
  }
  return -1;
}

// Behind the value that starts at p, or -1.
function skipValue(json: string, p: i32): i32 {
  let depth = 0;
  for (; p >= 0 && p < json.length; ) {
    const c = json.charCodeAt(p);
    if (c == QUOTE) {
      p = skipText(json, p);
      if (depth == 0) return p;
      continue;
    }
    if (depth == 0 && (c == COMMA || c == CLOSE_BRACE || c == CLOSE_BRACKET)) return p;
    if (c == OPEN_BRACE || c == OPEN_BRACKET) depth++;
    else if (c == CLOSE_BRACE || c == CLOSE_BRACKET) {
      if (--depth == 0) return p + 1;
    }
    p++;
  }
  return p;
}

function decode(text: string): string {
  if (!text.includes("\\")) return text;
  const parts = new Array<string>();
  let from = 0;
  for (let i = text.indexOf("\\"); i >= 0 && i + 1 < text.length; i = text.indexOf("\\", from)) {
    parts.push(text.substring(from, i));
    const c = text.charCodeAt(i + 1);
    from = i + 2;
    if (c == 0x75) {
      parts.push(String.fromCharCode(<i32> parseInt(text.substring(from, from + 4), 16)));
      from += 4;
    } else parts.push(escaped(c));
  }
  parts.push(text.substring(from));
  return parts.join("");
}

function escaped(c: i32): string {
  switch (c) {
    case 0x62: return "\b";
    case 0x66: return "\f";
    case 0x6e: return "\n";
    case 0x72: return "\r";
    case 0x74: return "\t";
    default: return String.fromCharCode(c);
  }
}
