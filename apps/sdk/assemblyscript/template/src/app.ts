// @NAME@: a number that is kept in a file. {"op":"add"} and {"op":"get"} are answered by {"count":N}.
import { json, Level, log, readText, ready, receive, send, writeText } from "weft";

const FILE_NAME = "/data/count";
let count = load();

function load(): i64 {
  const text = readText(FILE_NAME);
  return text ? I64.parseInt(text) : 0;
}

function answer(message: string): void {
  const op = json.text(message, "op");
  if (op == "add") {
    count++;
    if (!writeText(FILE_NAME, count.toString() + "\n")) log(Level.ERROR, "the count cannot be kept");
  } else if (op != "get") return;
  if (send(`{"count":${count}}`) < 0) log(Level.WARNING, "the page does not take messages");
}

ready();
for (let message = receive(); message && json.text(message, "type") != "shutdown"; message = receive()) answer(message);
