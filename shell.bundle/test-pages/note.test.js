import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canSave, isDirty, join, newNote, split, statusOf, step } from './note.js';

const MINUTE = 60_000;
const after = (...events) => events.reduce(step, newNote());
const connected = { type: 'connected' };
const loaded = (text, draft) => ({ type: 'loaded', text, draft });
const typed = text => ({ type: 'typed', text });
const words = (note, now = 0) => statusOf(note, now, () => '10:42').text;

test('the_first_line_is_the_title_and_joining_gives_the_text_back', () => {
  assert.deepEqual(split('Title\nA\nB'), { title: 'Title', body: 'A\nB' });
  for (const text of ['', 'Only a title', '\nonly a body', 'a\n\nb\n']) assert.equal(join(split(text)), text);
});

test('each_state_is_a_sentence', () => {
  assert.equal(words(newNote()), 'Disconnected — reconnecting');
  assert.equal(words(after(connected)), 'Loading…');
  assert.equal(words(after(connected, loaded(''))), 'A new note');
  assert.equal(words(after(connected, loaded('a'))), 'Saved in Notes’ own data');
  assert.equal(words(after(connected, loaded('a'), typed('b'))), 'Not saved yet — Ctrl+S saves it');
  assert.equal(words(after(connected, loaded('a'), typed('b'), { type: 'saving' })), 'Saving…');
});

test('a_save_is_a_moment_ago_for_a_minute_and_then_has_its_time', () => {
  const note = after(connected, loaded('a'), typed('b'), { type: 'saving' }, { type: 'saved', at: 1000 });
  assert.equal(words(note, 1000 + MINUTE - 1), 'Saved a moment ago in Notes’ own data');
  assert.equal(words(note, 1000 + MINUTE), 'Saved at 10:42 in Notes’ own data');
});

test('what_is_written_while_a_save_is_under_way_is_not_saved_by_it', () => {
  const note = after(connected, loaded('a'), typed('b'), { type: 'saving' }, typed('bc'), { type: 'saved', at: 1 });
  assert.ok(isDirty(note));
  assert.equal(note.saved, 'b');
});

test('a_disconnection_keeps_what_was_written_and_loading_again_does_not_replace_it', () => {
  const lost = after(connected, loaded('a'), typed('ab'), { type: 'disconnected' });
  assert.equal(words(lost), 'Disconnected — reconnecting. What you wrote is kept here.');
  assert.ok(!canSave(lost));
  const again = step(step(lost, connected), loaded('a'));
  assert.equal(again.text, 'ab');
  assert.ok(canSave(again));
});

test('a_save_that_arrived_although_its_answer_was_lost_leaves_the_note_saved', () => {
  const note = after(connected, loaded('a'), typed('ab'), { type: 'saving' }, { type: 'disconnected' }, connected, loaded('ab'));
  assert.ok(!isDirty(note));
});

test('an_answer_that_comes_after_its_save_was_given_up_changes_nothing', () => {
  const note = after(connected, loaded('a'), typed('ab'), { type: 'saving' }, { type: 'failed', message: 'late' }, { type: 'saved', at: 1 });
  assert.equal(note.saved, 'a');
  assert.equal(note.error, 'late');
});

test('a_draft_from_before_wins_over_the_stored_text_and_is_not_saved_yet', () => {
  const note = after(connected, loaded('a', 'a and more'));
  assert.equal(note.text, 'a and more');
  assert.equal(words(note), 'Not saved yet — kept from before. Ctrl+S saves it');
  assert.ok(!isDirty(after(connected, loaded('a', 'a'))));
});

test('a_failed_save_says_why_and_can_be_repeated', () => {
  const note = after(connected, loaded('a'), typed('b'), { type: 'saving' }, { type: 'failed', message: 'The disk is full.' });
  assert.deepEqual(statusOf(note, 0, String), { text: 'The disk is full.', bad: true });
  assert.ok(canSave(note));
});

test('nothing_can_be_saved_before_the_stored_text_is_known', () => {
  assert.ok(!canSave(after(connected, typed('x'))));
  assert.ok(!canSave(after(connected, { type: 'failed', message: 'Notes does not answer.' })));
});
