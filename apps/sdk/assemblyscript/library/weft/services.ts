// What the system does for an app beside its files: each needs a capability of the manifest, and waits for the user where the user is to be asked.
// Results below zero are negative error numbers (Errno); reason() tells them in a sentence.

@external("weft:app/fetch@0.1.0", "fetch")
declare function fetchBytes(request: usize, requestLength: u32, body: usize, bodyLength: u32): i32;

@external("weft:app/fetch@0.1.0", "head")
declare function fetchHead(into: usize, capacity: u32): i32;

@external("weft:app/fetch@0.1.0", "body")
declare function fetchBody(into: usize, capacity: u32): i32;

@external("weft:app/notify@0.1.0", "notify")
declare function notifyBytes(title: usize, titleLength: u32, text: usize, textLength: u32): i32;

@external("weft:app/clipboard@0.1.0", "read")
declare function clipboardRead(into: usize, capacity: u32): i32;

@external("weft:app/clipboard@0.1.0", "write")
declare function clipboardWrite(text: usize, length: u32): i32;

@external("weft:app/pick@0.1.0", "pick")
declare function pickBytes(kind: u32, flags: u32, suggestion: usize, length: u32): i32;

@external("weft:app/pick@0.1.0", "picked")
declare function pickedBytes(index: u32, into: usize, capacity: u32): i32;

@external("weft:app/failure@0.1.0", "reason")
declare function reasonBytes(into: usize, capacity: u32): i32;

const NOTHING = new ArrayBuffer(0);

/** An answer: `status` is the HTTP status, or below zero a failure; `head` is {"url":…,"headers":{…}}. */
export class Fetched {
  constructor(readonly status: i32, readonly head: string, readonly body: ArrayBuffer) {}

  text(): string {
    return String.UTF8.decode(this.body);
  }
}

/** Fetches: `request` is {"url":…}, with "method" and "headers" where they are not GET and none. */
export function fetch(request: string, body: ArrayBuffer = NOTHING): Fetched {
  const bytes = String.UTF8.encode(request);
  const status = fetchBytes(changetype<usize>(bytes), bytes.byteLength, changetype<usize>(body), body.byteLength);
  if (status < 0) return new Fetched(status, "", NOTHING);
  const head = new ArrayBuffer(fetchHead(0, 0)), content = new ArrayBuffer(fetchBody(0, 0));
  fetchHead(changetype<usize>(head), head.byteLength);
  fetchBody(changetype<usize>(content), content.byteLength);
  return new Fetched(status, String.UTF8.decode(head), content);
}

/** Shows a notification in the app's own name: 0, or a failure. */
export function notify(title: string, text: string): i32 {
  const first = String.UTF8.encode(title), second = String.UTF8.encode(text);
  return notifyBytes(changetype<usize>(first), first.byteLength, changetype<usize>(second), second.byteLength);
}

let failure: i32 = 0;

/** Why readClipboard() gave null. */
export function clipboardFailure(): i32 {
  return failure;
}

/** The clipboard's text; null if it may not be read. */
export function readClipboard(): string | null {
  let room = new ArrayBuffer(4096);
  while (true) {
    const length = clipboardRead(changetype<usize>(room), room.byteLength);
    failure = min(length, 0);
    if (length < 0) return null;
    if (length <= room.byteLength) return String.UTF8.decodeUnsafe(changetype<usize>(room), length);
    room = new ArrayBuffer(length);
  }
}

/** Puts text on the clipboard: 0, or a failure. */
export function writeClipboard(text: string): i32 {
  const bytes = String.UTF8.encode(text);
  return clipboardWrite(changetype<usize>(bytes), bytes.byteLength);
}

export enum PickKind { FILE, FOLDER, SAVE }

/** Lets the user choose: how many were chosen, or a failure. */
export function pick(kind: PickKind, write: bool = false, many: bool = false, suggestion: string = ""): i32 {
  const bytes = String.UTF8.encode(suggestion);
  return pickBytes(kind, (write ? 1 : 0) | (many ? 2 : 0), changetype<usize>(bytes), bytes.byteLength);
}

/** One that was chosen last: {"path":…,"name":…,"folder":…,"writable":…}. */
export function picked(index: i32): string {
  const length = pickedBytes(index, 0, 0);
  assert(length >= 0, "fewer were picked");
  const room = new ArrayBuffer(length);
  pickedBytes(index, changetype<usize>(room), length);
  return String.UTF8.decode(room);
}

/** Why the last of these failed, in a sentence. */
export function reason(): string {
  const room = new ArrayBuffer(reasonBytes(0, 0));
  reasonBytes(changetype<usize>(room), room.byteLength);
  return String.UTF8.decode(room);
}
