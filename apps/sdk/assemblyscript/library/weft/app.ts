// The app's log and how it comes up.

@external("weft:app/log@0.1.0", "log")
declare function logBytes(level: u32, text: usize, length: u32): void;

/** The app can be used. A program that calls this must do so within its time limit (30 s unless the manifest says more). */
@external("weft:app/lifecycle@0.1.0", "ready")
export declare function ready(): void;

/** Still starting, and this many percent of the way: the time limit starts anew. */
@external("weft:app/lifecycle@0.1.0", "progress")
export declare function progress(percent: u32): void;

export enum Level { ERROR, WARNING, INFO, DETAIL }

/** A line for the session's log; what is beyond 2000 bytes is cut. */
export function log(level: Level, text: string): void {
  const bytes = String.UTF8.encode(text);
  logBytes(level, changetype<usize>(bytes), bytes.byteLength);
}
