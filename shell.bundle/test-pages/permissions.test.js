import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersOf, entryText, questionTitle, sizeText, wantsOf } from './permissions.js';
import { initialState, reduce } from './state.js';

const NOON = Date.parse('2026-11-24T12:00:00');

test('a_question_says_who_wants_what_and_offers_three_answers', () => {
  assert.equal(questionTitle({ name: 'Notes', words: 'see the files in your folder Documents' }), 'Notes wants to see the files in your folder Documents');
  assert.deepEqual(answersOf({ kind: 'grant' }).map(answer => answer.decision), ['allow_always', 'allow_once', 'deny']);
  assert.deepEqual(answersOf({ kind: 'save_file' }).map(answer => answer.text), ['Save', 'Save, and keep it', 'Cancel']);
});

test('a_package_that_asks_for_more_is_shown_with_all_of_it_and_two_answers', () => {
  const question = { kind: 'update_app', name: 'Tally 2.0.0', wants: [{ capability: 'sys:notifications', words: 'show notifications', reason: 'Rings.' }] };
  assert.equal(questionTitle(question), 'Update Tally 2.0.0?');
  assert.deepEqual(answersOf(question).map(answer => answer.text), ['Update', 'Keep the old version']);
  assert.deepEqual(wantsOf(question).lines, [{ what: 'show notifications', why: 'Rings.' }]);
  assert.deepEqual(answersOf({ kind: 'install_app' }).map(answer => answer.decision), ['allow_always', 'deny']);
  assert.deepEqual(wantsOf({ kind: 'grant', wants: [] }).lines, []);
});

test('questions_are_the_whole_list_each_time_and_go_with_the_platform', () => {
  const asked = reduce(initialState(), { type: 'QUESTIONS', body: { questions: [{ number: 1 }, { number: 2 }] } });
  assert.deepEqual(asked.questions.map(question => question.number), [1, 2]);
  assert.deepEqual(reduce(asked, { type: 'QUESTIONS', body: { questions: [{ number: 2 }] } }).questions, [{ number: 2 }]);
  assert.deepEqual(reduce(asked, { type: 'disconnected' }).questions, []);
});

test('an_entry_of_the_ledger_says_how_it_stands_in_words', () => {
  const words = 'show notifications';
  assert.deepEqual(entryText({ words, status: 'ask' }), { title: 'Show notifications', text: 'You are asked when it is first needed' });
  assert.equal(entryText({ words, status: 'granted' }).text, 'Granted');
  assert.equal(entryText({ words, status: 'granted', by: 'user', since_ms: NOON, used_ms: NOON, session: 'notes-1' }).text, 'Granted since 24 Nov, 12:00 · last used 24 Nov, 12:00 · until it ends');
  assert.equal(entryText({ words, status: 'granted', by: 'user', since_ms: NOON, expires_ms: NOON }).text, 'Granted since 24 Nov, 12:00 · until 24 Nov, 12:00 if not used');
  assert.equal(entryText({ words, status: 'denied', by: 'user', since_ms: NOON, denied_ms: NOON + 60_000 }).text, 'Denied since 24 Nov, 12:00 · last denied 24 Nov, 12:01');
});

test('sizes_are_in_units_that_people_read', () => {
  assert.deepEqual([0, 999, 1000, 1234, 9_949, 12_345, 999_499, 999_500, 4e9].map(sizeText), ['0 B', '999 B', '1.0 kB', '1.2 kB', '9.9 kB', '12 kB', '999 kB', '1.0 MB', '4.0 GB']);
});
