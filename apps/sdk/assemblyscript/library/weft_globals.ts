// What the language itself asks of its host, given by WASI: the compiler puts these in the place of abort, trace and seed.

@external("wasi_snapshot_preview1", "random_get")
declare function random_get(into: usize, length: u32): i32;

@external("weft:app/log@0.1.0", "log")
declare function log_bytes(level: u32, text: usize, length: u32): void;

@global
export function weft_abort(message: string | null, file: string | null, line: u32, column: u32): void {
  weft_line(0, (message ? message : "aborted") + " at " + (file ? file : "?") + ":" + line.toString() + ":" + column.toString());
  unreachable();
}

@global
export function weft_trace(message: string, n: i32 = 0, a: f64 = 0, b: f64 = 0, c: f64 = 0, d: f64 = 0, e: f64 = 0): void {
  const numbers: f64[] = [a, b, c, d, e];
  weft_line(3, message + (n > 0 ? " " + numbers.slice(0, n).join(" ") : ""));
}

@global
export function weft_seed(): f64 {
  const bytes = new StaticArray<u32>(1);
  random_get(changetype<usize>(bytes), 4);
  return <f64> bytes[0];
}

function weft_line(level: u32, line: string): void {
  const bytes = String.UTF8.encode(line);
  log_bytes(level, changetype<usize>(bytes), bytes.byteLength);
}
