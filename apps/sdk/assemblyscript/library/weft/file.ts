// Whole files as text, below /data, /xdg/NAME and /picked, as far as the manifest declares them. The user may be asked at the first use, and a
// refusal is Errno.ACCES. What fails leaves its reason in lastError().

import { Errno } from "./errno";
import * as wasi from "./wasi";

export { errorText } from "./errno";

let error: i32 = 0;

/** Why the last function of this file failed. */
export function lastError(): i32 {
  return error;
}

function failed(why: i32): bool {
  error = why;
  return why != Errno.SUCCESS;
}

// A number that a function of WASI writes, or two.
const answer = new StaticArray<u32>(2);
const answerAt = changetype<usize>(answer);

/** The text of a file of at most `limit` bytes; null if it cannot be read or is longer (Errno.FBIG). */
export function readText(path: string, limit: i32 = 1 << 20): string | null {
  const file = open(path, 0, wasi.RIGHT_READ);
  if (file < 0) return null;
  const text = readAll(file, limit);
  wasi.fd_close(file);
  return text;
}

function readAll(file: i32, limit: i32): string | null {
  let bytes = new ArrayBuffer(min(limit, 4096) + 1), length = 0;
  while (true) {
    unchecked(answer[0] = <u32> (changetype<usize>(bytes) + length));
    unchecked(answer[1] = <u32> (bytes.byteLength - length));
    if (failed(wasi.fd_read(file, answerAt, 1, answerAt))) return null;
    const n = <i32> unchecked(answer[0]);
    if (n == 0) return String.UTF8.decodeUnsafe(changetype<usize>(bytes), length);
    length += n;
    if (length > limit) {
      error = Errno.FBIG;
      return null;
    }
    if (length == bytes.byteLength) {
      const more = new ArrayBuffer(min(limit + 1, 2 * length));
      memory.copy(changetype<usize>(more), changetype<usize>(bytes), length);
      bytes = more;
    }
  }
}

/** Writes a file whole: whoever reads it meanwhile, or after a crash, finds the old text or the new. */
export function writeText(path: string, text: string): bool {
  const part = path + ".part";
  if (writePart(part, String.UTF8.encode(text)) && rename(part, path)) return true;
  const why = error;
  removeFile(part);
  error = why;
  return false;
}

function writePart(path: string, bytes: ArrayBuffer): bool {
  const file = open(path, wasi.CREATE | wasi.TRUNCATE, wasi.RIGHT_WRITE | wasi.RIGHT_SYNC);
  if (file < 0) return false;
  const right = writeAll(file, bytes) && !failed(wasi.fd_sync(file)), why = error;
  if (failed(wasi.fd_close(file))) return false;
  error = why;
  return right;
}

function writeAll(file: i32, bytes: ArrayBuffer): bool {
  for (let done = 0; done < bytes.byteLength; done += <i32> unchecked(answer[0])) {
    unchecked(answer[0] = <u32> (changetype<usize>(bytes) + done));
    unchecked(answer[1] = <u32> (bytes.byteLength - done));
    if (failed(wasi.fd_write(file, answerAt, 1, answerAt))) return false;
  }
  return true;
}

/** Removes a file. */
export function removeFile(path: string): bool {
  const at = new Place(path);
  return at.found() && !failed(wasi.path_unlink_file(at.folder, at.address(), at.length()));
}

function rename(from: string, to: string): bool {
  const old = new Place(from), next = new Place(to);
  return old.found() && next.found() && !failed(wasi.path_rename(old.folder, old.address(), old.length(), next.folder, next.address(), next.length()));
}

function open(path: string, how: u32, rights: u64): i32 {
  const at = new Place(path);
  if (!at.found()) return -1;
  return failed(wasi.path_open(at.folder, 0, at.address(), at.length(), how, rights, 0, 0, answerAt)) ? -1 : <i32> unchecked(answer[0]);
}

/** A path as WASI wants it: below one of the folders that are open from the start. */
class Place {
  folder: i32 = -1;
  private rest: ArrayBuffer = new ArrayBuffer(0);

  constructor(path: string) {
    for (let fd = wasi.FIRST_FOLDER, longest = 0; wasi.fd_prestat_get(fd, answerAt) == Errno.SUCCESS; fd++) {
      const name = new ArrayBuffer(unchecked(answer[1]));
      if (wasi.fd_prestat_dir_name(fd, changetype<usize>(name), name.byteLength) != Errno.SUCCESS) continue;
      const prefix = String.UTF8.decode(name) + "/";
      if (prefix.length <= longest || !path.startsWith(prefix)) continue;
      longest = prefix.length;
      this.folder = fd;
      this.rest = String.UTF8.encode(path.substring(prefix.length));
    }
  }

  found(): bool {
    return !failed(this.folder < 0 ? Errno.NOENT : Errno.SUCCESS);
  }

  address(): usize {
    return changetype<usize>(this.rest);
  }

  length(): u32 {
    return this.rest.byteLength;
  }
}
