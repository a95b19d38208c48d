/** Notes' page: joins the fields, the bridge and the note. The module keeps the text in Notes' own data. */
import { canSave, isDirty, join, newNote, split, statusOf, step } from './note.js';

const ANSWER_MS = 10_000;
const DRAFT_MS = 400;
const title = document.getElementById('title');
const body = document.getElementById('text');
const save = document.getElementById('save');
const status = document.getElementById('status');

let note = newNote();
let answerTimer, draftTimer, minuteTimer;

function happen(event) {
  const before = note;
  note = step(note, event);
  if (note.text !== before.text && event.type !== 'typed') fill();
  if (event.type === 'saved') refreshAfterAMinute();
  if (!isDirty(note) && note.saved !== null) forgetDraft();
  render();
  if (before.saved === null && note.saved !== null) begin();
}

/** Ready to go on writing where one stopped. */
function begin() {
  if (note.text) caretAt(body, body.value.length);
  else title.focus();
}

function fill() {
  const parts = split(note.text);
  title.value = parts.title;
  body.value = parts.body;
}

function render() {
  const { text, bad } = statusOf(note, Date.now(), clock);
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle('bad', bad);
  title.disabled = body.disabled = note.saved === null;
  save.disabled = !canSave(note);
}

const clock = millis => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(millis);

function refreshAfterAMinute() {
  clearTimeout(minuteTimer);
  minuteTimer = setTimeout(render, 60_500);
}

/** Sends a request to the module; its answer comes as a message, or never: then that is said. */
async function ask(message, late) {
  clearTimeout(answerTimer);
  answerTimer = setTimeout(() => happen({ type: 'failed', message: late }), ANSWER_MS);
  try {
    await weft.send(message);
  } catch (error) {
    clearTimeout(answerTimer);
    if (weft.connected) happen({ type: 'failed', message: error.message });
  }
}

function load() {
  happen({ type: 'connected' });
  return ask({ op: 'load' }, 'Notes does not answer. Close the window and open it again.');
}

function saveNow() {
  if (!canSave(note)) return;
  happen({ type: 'saving' });
  ask({ op: 'save', text: note.sending }, 'Saving was not confirmed. What you wrote is still here; save it again.');
}

const ANSWERS = {
  loaded: ({ text }) => happen({ type: 'loaded', text, draft: draft() }),
  saved: () => happen({ type: 'saved', at: Date.now() }),
  error: ({ message }) => happen({ type: 'failed', message }),
};

weft.onMessage(message => {
  const answer = ANSWERS[message?.op];
  if (!answer) return;
  clearTimeout(answerTimer);
  answer(message);
});
weft.on('connected', load);
weft.on('disconnected', () => {
  clearTimeout(answerTimer);
  happen({ type: 'disconnected' });
});

// A draft outlives the page (the engine may be started again while somebody writes), not a save.
function draft() {
  try { return localStorage.getItem('draft'); } catch { return null; }
}

function keepDraft() {
  try { if (isDirty(note)) localStorage.setItem('draft', note.text); } catch { /* no storage: the text is kept in this window only */ }
}

function forgetDraft() {
  clearTimeout(draftTimer);
  try { localStorage.removeItem('draft'); } catch { /* as above */ }
}

function typed() {
  happen({ type: 'typed', text: join({ title: title.value, body: body.value }) });
  clearTimeout(draftTimer);
  draftTimer = setTimeout(keepDraft, DRAFT_MS);
}

function caretAt(field, position) {
  field.focus();
  field.setSelectionRange(position, position);
}

const atStart = field => field.selectionStart === 0 && field.selectionEnd === 0;

/** Title and body feel like one text: Enter and the arrows go across, Backspace joins the lines. */
title.addEventListener('keydown', event => {
  if (event.isComposing) return;
  if (event.key === 'Enter') {
    const rest = title.value.slice(title.selectionEnd);
    title.value = title.value.slice(0, title.selectionStart);
    if (rest || body.value) body.value = rest ? `${rest}\n${body.value}` : body.value;
    typed();
  } else if (event.key !== 'ArrowDown') return;
  event.preventDefault();
  caretAt(body, 0);
});
body.addEventListener('keydown', event => {
  if (!atStart(body) || event.isComposing) return;
  const end = title.value.length;
  if (event.key === 'Backspace') {
    const { title: first, body: rest } = split(body.value);
    title.value += first;
    body.value = rest;
    typed();
  } else if (event.key !== 'ArrowUp' && event.key !== 'ArrowLeft') return;
  event.preventDefault();
  caretAt(title, end);
});

title.addEventListener('input', typed);
body.addEventListener('input', typed);
save.addEventListener('click', saveNow);
document.addEventListener('keydown', event => {
  if (!(event.ctrlKey && event.key.toLowerCase() === 's')) return;
  event.preventDefault();
  saveNow();
});

render();
if (weft.connected) load();
