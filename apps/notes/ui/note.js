/** One note and what is known about its safety. No page and no bridge in here, so that tests run it alone. */

/** The first line is the title, the rest the body. */
export function split(text) {
  const end = text.indexOf('\n');
  return end < 0 ? { title: text, body: '' } : { title: text.slice(0, end), body: text.slice(end + 1) };
}

export function join({ title, body }) {
  return body ? `${title}\n${body}` : title;
}

const PLACE = 'Notes’ own data';
const MINUTE = 60_000;

/**
 * phase: 'loading' | 'ready' | 'saving' · `text` as written · `saved` as the module has it (null: not known) · `savedAt` time of the last save in
 * this window · `error` a sentence · `connected` · `restored` whether `text` came from a draft.
 */
export function newNote() {
  return { phase: 'loading', text: '', saved: null, sending: null, savedAt: null, error: null, connected: false, restored: false };
}

/** The note after something happened. */
export function step(note, event) {
  switch (event.type) {
    case 'connected': return { ...note, connected: true, error: null };
    case 'disconnected': return { ...note, connected: false, phase: note.saved === null ? 'loading' : 'ready', sending: null };
    case 'loaded': return loaded(note, event);
    case 'typed': return { ...note, text: event.text };
    case 'saving': return { ...note, phase: 'saving', sending: note.text, error: null };
    case 'saved': return note.sending === null ? note : { ...note, phase: 'ready', saved: note.sending, sending: null, savedAt: event.at, error: null, restored: false };
    case 'failed': return { ...note, phase: note.saved === null ? 'loading' : 'ready', sending: null, error: event.message };
    default: return note;
  }
}

/** What was written before a disconnection wins over what is stored; nothing that somebody typed is thrown away. */
function loaded(note, { text, draft = null }) {
  const known = note.saved !== null;
  const kept = known && isDirty(note) ? note.text : draft;
  const restored = kept !== null && kept !== text;
  return { ...note, phase: 'ready', saved: text, text: restored ? kept : text, restored: restored && (note.restored || !known), error: null };
}

export function isDirty(note) {
  return note.saved !== null && note.text !== note.saved;
}

export function canSave(note) {
  return note.connected && note.phase === 'ready' && (isDirty(note) || note.error !== null);
}

/** The status line: a sentence, and whether it is a failure. `time(date)` writes a time of day. */
export function statusOf(note, now, time) {
  if (note.error) return { text: note.error, bad: true };
  if (!note.connected) return { text: isDirty(note) ? 'Disconnected — reconnecting. What you wrote is kept here.' : 'Disconnected — reconnecting', bad: false };
  if (note.phase === 'loading') return { text: 'Loading…', bad: false };
  if (note.phase === 'saving') return { text: 'Saving…', bad: false };
  if (isDirty(note)) return { text: note.restored ? 'Not saved yet — kept from before. Ctrl+S saves it' : 'Not saved yet — Ctrl+S saves it', bad: false };
  if (note.savedAt === null) return { text: note.saved ? `Saved in ${PLACE}` : 'A new note', bad: false };
  return { text: now - note.savedAt < MINUTE ? `Saved a moment ago in ${PLACE}` : `Saved at ${time(note.savedAt)} in ${PLACE}`, bad: false };
}
