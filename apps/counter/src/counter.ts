// Counter: a number that lives as long as the app runs. {"op":"add","n":N} and {"op":"get"} are answered by {"count":N}.
import { json, Level, log, ready, receive, send } from "weft";

let count: i64 = 0;

function answer(message: string): void {
  const op = json.text(message, "op");
  if (op == "add") count += json.number(message, "n", 1);
  else if (op != "get") return;
  if (send(`{"count":${count}}`) < 0) log(Level.WARNING, "the page does not take messages");
}

ready();
for (let message = receive(); message && json.text(message, "type") != "shutdown"; message = receive()) answer(message);
