import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialState, reduce, sessionOf, statusOf, systemLines, taskWord, tasksOf, workspacesOf } from './state.js';

const notes = (state, more = {}) => ({ type: 'APP_STATE', body: { session: '7', app_id: 'org.weft.notes', name: 'Notes', state, badges: [], ...more } });
const after = (...events) => events.reduce(reduce, initialState());

test('an_app_that_stops_before_it_ran_failed_to_start_and_the_card_says_why', () => {
  const state = after(notes('Requested'), notes('Starting'), notes('Stopping', { reason: 'Notes failed to start: it was not ready within 30 s.' }),
    notes('Stopped', { reason: 'Notes failed to start: it was not ready within 30 s.' }));
  assert.equal(state.sessions.size, 0);
  assert.deepEqual(state.cards, [{ id: 1, kind: 'failure', title: 'Notes failed to start', again: 'Try again', text: 'It was not ready within 30 s.',
    reason: 'Notes failed to start: it was not ready within 30 s.', appId: 'org.weft.notes', session: '7' }]);
});

test('windows_of_other_programs_follow_the_apps_under_their_title_or_what_else_is_known', () => {
  const windows = [{ window: 1, title: 'Mail', app_id: 'org.example.mail', focused: true }, { window: 2, title: '', app_id: 'foot', focused: false }, { window: 3, title: '', app_id: '', focused: false }];
  const state = after(notes('Running'), { type: 'FOREIGN_WINDOWS', body: { windows } });
  assert.deepEqual(tasksOf(state).map(task => [task.name, task.focused]), [['Notes', false], ['Mail', true], ['foot', false], ['Window', false]]);
  assert.deepEqual(tasksOf(reduce(state, { type: 'FOREIGN_WINDOWS', body: { windows: [] } })).map(task => task.session), ['7']);
});

test('an_app_that_ran_and_goes_by_itself_stopped_unexpectedly', () => {
  const state = after(notes('Running', { ready_ms: 90 }), notes('Stopped', { reason: 'Its process was killed.', ready_ms: 90 }));
  assert.equal(state.cards[0].title, 'Notes stopped unexpectedly');
});

test('an_app_that_was_asked_to_stop_leaves_no_card', () => {
  const state = after(notes('Running'), notes('Stopping'), notes('Stopped'));
  assert.deepEqual(state.cards, []);
  assert.equal(state.sessions.size, 0);
});

test('a_failure_of_a_session_never_seen_before_is_told', () => {
  assert.equal(after(notes('Stopped', { reason: 'The module is broken.' })).cards[0].title, 'Notes failed to start');
});

test('a_second_failure_of_an_app_replaces_its_first_card_and_success_removes_it', () => {
  const failed = after(notes('Starting'), notes('Stopped', { reason: 'one' }), notes('Starting', { session: '8' }), notes('Stopped', { session: '8', reason: 'two' }));
  assert.deepEqual(failed.cards.map(card => card.text), ['two']);
  assert.deepEqual(reduce(failed, notes('Running', { session: '9' })).cards, []);
});

test('a_failure_that_is_also_a_notification_is_one_card_whichever_comes_first', () => {
  const notification = { type: 'NOTIFICATION', body: { title: 'Notes', text: 'Notes was killed (signal 9).', kind: 'failure' } };
  const stopped = notes('Stopped', { ready_ms: 80, reason: 'Notes was killed (signal 9).' });
  for (const events of [[notification, stopped], [stopped, notification]]) {
    assert.deepEqual(after(notes('Running'), ...events).cards.map(card => [card.title, card.again]), [['Notes stopped unexpectedly', 'Start again']]);
  }
});

test('the_newest_four_cards_are_kept', () => {
  const state = after(...[1, 2, 3, 4, 5].map(n => ({ type: 'NOTIFICATION', body: { title: `n${n}`, text: '', kind: 'info' } })));
  assert.deepEqual(state.cards.map(card => card.title), ['n5', 'n4', 'n3', 'n2']);
});

test('after_a_reconnection_the_sessions_are_exactly_those_of_the_platform', () => {
  const state = after(notes('Running'), { type: 'disconnected' }, { type: 'connected' }, { type: 'RUNNING_APPS', body: { apps: [notes('Running', { session: '9' }).body] } });
  assert.deepEqual([...state.sessions.keys()], ['9']);
});

test('while_disconnected_tasks_stay_and_the_status_says_so', () => {
  const state = after({ type: 'connected' }, notes('Running'), { type: 'disconnected' });
  assert.equal(state.sessions.size, 1);
  assert.deepEqual(statusOf(state), { text: 'Disconnected — reconnecting', kind: 'bad' });
});

test('the_status_counts_services_and_warns_when_one_is_missing', () => {
  const state = system => after({ type: 'connected' }, { type: 'SYSTEM_STATUS', body: system });
  assert.deepEqual(statusOf(state({ services_up: 4, services_expected: 4 })), { text: '4 of 4 services healthy', kind: '' });
  assert.deepEqual(statusOf(state({ services_up: 3, services_expected: 4 })), { text: '3 of 4 services healthy', kind: 'warn' });
  assert.deepEqual(statusOf(state(null)), { text: 'Connected', kind: '' });
});

test('the_system_is_its_processes_by_name_and_the_bundles_that_do_not_run', () => {
  const system = {
    services_up: 1, services_expected: 2, bundles: [{ name: 'appd.bundle', active: true }, { name: 'portal.bundle', active: false }],
    processes: [{ role: 'engine', session: '', connected: true }, { role: 'runtime', session: '7', connected: false }, { role: 'runtime', session: '', connected: true }],
  };
  assert.deepEqual(systemLines(after(notes('Running'), { type: 'SYSTEM_STATUS', body: system })).map(({ name, word, bad }) => `${name}: ${word}${bad ? '!' : ''}`),
    ['Platform: 1 of 2 bundles', 'Web engine: running', 'Notes: not answering!', 'Waiting for the next app: running', 'portal.bundle: not running!']);
  assert.deepEqual(systemLines(after()), []);
});

test('states_are_words_on_a_task', () => {
  assert.deepEqual(['Requested', 'Starting', 'Running', 'Stopping'].map(state => taskWord({ state })), ['starting…', 'starting…', '', 'stopping…']);
});

test('the_session_of_an_app_is_the_newest_that_is_not_going_away', () => {
  const state = after(notes('Running'), notes('Running', { session: '8' }), notes('Stopping', { session: '9' }));
  assert.equal(sessionOf(state, 'org.weft.notes').session, '8');
  assert.equal(sessionOf(state, 'org.weft.counter'), undefined);
});

test('the_focus_ends_with_the_session', () => {
  const focus = { type: 'focus', body: { session: '7' } };
  assert.equal(after(notes('Running'), focus).focused, '7');
  assert.equal(after(notes('Running'), focus, notes('Stopped')).focused, null);
});

test('an_event_changes_a_copy_and_an_unknown_one_nothing', () => {
  const before = after(notes('Running'));
  const kept = structuredClone(before);
  reduce(before, notes('Stopped', { reason: 'x' }));
  assert.deepEqual(before, kept);
  assert.equal(reduce(before, { type: 'SOMETHING_NEW', body: {} }), before);
});

test('a_notification_replaces_the_one_of_its_number_and_goes_when_it_is_withdrawn', () => {
  const notice = (title, number) => ({ type: 'NOTIFICATION', body: { title, text: title, kind: 'info', number } });
  const shown = after(notice('One', 1), notice('Two', 2), notice('One again', 1));
  assert.deepEqual(shown.cards.map(card => card.title), ['One again', 'Two']);
  assert.deepEqual(reduce(shown, { type: 'NOTIFICATION_WITHDRAWN', body: { number: 1 } }).cards.map(card => card.title), ['Two']);
  assert.equal(after(notice('Three'), notice('Four')).cards.length, 2);
});

test('workspaces_say_which_is_shown_and_what_is_on_them_and_are_none_until_they_are_told', () => {
  assert.deepEqual(workspacesOf(initialState()), []);
  const state = after({ type: 'WORKSPACES', body: { shown: 1, windows: [0, 1, 5] } });
  assert.deepEqual(workspacesOf(state).map(w => [w.label, w.shown]), [['Workspace 1, empty', false], ['Workspace 2, 1 window', true], ['Workspace 3, 5 windows', false]]);
});
