import assert from 'node:assert/strict';
import { test } from 'node:test';
import { move, search } from './search.js';

const app = (name, description = '', app_id = 'org.weft.x') => ({ name, description, app_id });
const apps = [app('Counter', 'Counts things'), app('Notes', 'Writes down a count'), app('Account'), app('Café Menu'), app('Web Counter')];
const names = query => search(apps, query).map(hit => hit.name);

test('nothing_typed_finds_everything_by_name', () => {
  assert.deepEqual(names(''), ['Account', 'Café Menu', 'Counter', 'Notes', 'Web Counter']);
});

test('names_that_begin_with_the_word_come_first_then_words_then_parts_then_descriptions', () => {
  assert.deepEqual(names('count'), ['Counter', 'Web Counter', 'Account', 'Notes']);
});

test('accents_and_case_do_not_matter_and_every_word_must_be_found', () => {
  assert.deepEqual(names('CAFE men'), ['Café Menu']);
  assert.deepEqual(names('cafe counter'), []);
});

test('the_last_part_of_the_id_is_found_but_not_the_publisher', () => {
  assert.equal(search([app('Text', '', 'org.weft.editor')], 'editor').length, 1);
  assert.equal(search([app('Text', '', 'org.weft.editor')], 'weft').length, 0);
});

test('arrows_move_in_the_grid_and_stop_at_its_ends', () => {
  assert.equal(move(0, 'ArrowRight', 7, 5), 1);
  assert.equal(move(0, 'ArrowLeft', 7, 5), 0);
  assert.equal(move(1, 'ArrowDown', 7, 5), 6);
  assert.equal(move(4, 'ArrowDown', 7, 5), 6, 'a shorter last row is entered at its end');
  assert.equal(move(6, 'ArrowDown', 7, 5), 6);
  assert.equal(move(6, 'ArrowUp', 7, 5), 1);
  assert.equal(move(0, 'ArrowDown', 0, 5), -1);
});
