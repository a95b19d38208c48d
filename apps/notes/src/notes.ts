// Notes: one text in /data/note.txt. {"op":"load"} is answered by {"op":"loaded","text":…}, {"op":"save","text":…} by
// {"op":"saved","bytes":N}; what fails by {"op":"error","message":…}. A save replaces the file whole.
import { Errno, errorText, json, lastError, Level, log, readText, ready, receive, send, writeText } from "weft";

const NOTE = "/data/note.txt", MAX_TEXT = 512 * 1024;

function reply(message: string): void {
  const result = send(message);
  if (result == -Errno.MSGSIZE) log(Level.ERROR, "the note is too long to be shown");
  else if (result < 0) log(Level.WARNING, "the page does not take messages");
}

function fail(sentence: string, error: i32): void {
  const whole = `${sentence} (${errorText(error)}).`;
  log(Level.WARNING, whole);
  reply(`{"op":"error","message":${json.quote(whole)}}`);
}

function load(): void {
  const text = readText(NOTE, MAX_TEXT);
  if (text !== null) reply(`{"op":"loaded","text":${json.quote(text)}}`);
  else if (lastError() == Errno.NOENT) reply(`{"op":"loaded","text":""}`);
  else fail(lastError() == Errno.FBIG ? "The note is too long" : "The note could not be read", lastError());
}

function save(text: string | null): void {
  const length = text ? String.UTF8.byteLength(text) : 0;
  if (text === null || length > MAX_TEXT) fail("The note is too long", Errno.FBIG);
  else if (!writeText(NOTE, text)) fail("The note could not be saved", lastError());
  else reply(`{"op":"saved","bytes":${length}}`);
}

ready();
for (let message = receive(); message && json.text(message, "type") != "shutdown"; message = receive()) {
  const op = json.text(message, "op");
  if (op == "load") load();
  else if (op == "save") save(json.text(message, "text"));
}
