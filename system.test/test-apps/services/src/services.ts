// Asks for one service a message, and leaves what came of it in /data/answer: {"id":N,"result":N,"text":…}.
import { clipboardFailure, fetch, json, notify, pick, picked, PickKind, readClipboard, readText, reason, receive, writeClipboard, writeText } from "weft";

function answer(id: i64, result: i32, text: string): void {
  const said = result < 0 ? reason() : text;
  assert(writeText("/data/answer", `{"id":${id},"result":${result},"text":${json.quote(said)}}`));
}

function pickOne(): string {
  const path = json.text(picked(0), "path");
  const text = path ? readText(path) : null;
  return text ? text : "not readable";
}

function given(message: string, key: string): string {
  const text = json.text(message, key);
  return text ? text : "";
}

function serve(message: string): void {
  const id = json.number(message, "id", 0), op = given(message, "op"), a = given(message, "a"), b = given(message, "b");
  if (op == "fetch") {
    const fetched = fetch(a, String.UTF8.encode(b));
    answer(id, fetched.status, fetched.text());
  } else if (op == "notify") answer(id, notify(a, b), "");
  else if (op == "copy") answer(id, writeClipboard(a), "");
  else if (op == "paste") {
    const text = readClipboard();
    answer(id, clipboardFailure(), text ? text : "");
  } else if (op == "pick") {
    const n = pick(PickKind.FILE);
    answer(id, n, n > 0 ? pickOne() : "");
  }
}

for (let message = receive(); message && json.text(message, "type") != "shutdown"; message = receive()) serve(message);
