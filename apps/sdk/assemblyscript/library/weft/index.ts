// The WEFT system interface for AssemblyScript (docs/wit/weft-app.wit). `weft app build` finds it: import { receive, send } from "weft".
// What the app does is the top level of its source: it runs once, and the app ends where it ends.
// Results that are numbers are the WIT's: below zero is a negative WASI error number.

export { descriptor, receive, send } from "./ipc";
export { Level, log, progress, ready } from "./app";
export { errorText, readText, removeFile, writeText, lastError } from "./file";
export { clipboardFailure, fetch, Fetched, notify, pick, picked, PickKind, readClipboard, reason, writeClipboard } from "./services";
export { Errno } from "./errno";
import * as json from "./json";

export { json };
