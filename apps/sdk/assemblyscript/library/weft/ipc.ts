// Messages between the module and the app's page, as JSON text.

import { Errno } from "./errno";

@external("weft:app/ipc@0.1.0", "send")
declare function sendBytes(text: usize, length: u32): i32;

@external("weft:app/ipc@0.1.0", "recv")
declare function receiveBytes(into: usize, capacity: u32, timeoutMs: i32): i32;

/** A descriptor that poll_oneoff finds readable while a message waits. */
@external("weft:app/ipc@0.1.0", "descriptor")
export declare function descriptor(): i32;

/** Sends one JSON text to the app's page: 0; -Errno.AGAIN too many wait already; -Errno.INVAL not JSON; -Errno.MSGSIZE longer than 1 MiB. */
export function send(json: string): i32 {
  const bytes = String.UTF8.encode(json);
  return sendBytes(changetype<usize>(bytes), bytes.byteLength);
}

let room = new ArrayBuffer(4096);

/** Waits for the next message for at most `timeoutMs` (below zero: for ever); null if none came. */
export function receive(timeoutMs: i32 = -1): string | null {
  while (true) {
    const length = receiveBytes(changetype<usize>(room), room.byteLength, timeoutMs);
    if (length == -Errno.TIMEDOUT) return null;
    assert(length >= 0, "messages cannot be received");
    if (length <= room.byteLength) return String.UTF8.decodeUnsafe(changetype<usize>(room), length);
    room = new ArrayBuffer(length);
  }
}
