import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockText, untilNextMinute } from './clock.js';
import { trace, withShadow } from './slots.js';
import { afterText, stepText } from './why.js';

test('the_clock_shows_day_and_minute', () => {
  assert.equal(clockText(new Date('2026-11-24T10:42:59Z'), 'UTC'), 'Tue 24 Nov · 10:42');
  assert.equal(clockText(new Date('2026-03-01T00:05:00Z'), 'UTC'), 'Sun 1 Mar · 00:05');
});

test('the_clock_wakes_when_the_minute_changes', () => {
  assert.equal(untilNextMinute(Date.parse('2026-11-24T10:42:59.250Z')), 750);
  assert.equal(untilNextMinute(Date.parse('2026-11-24T10:42:00.000Z')), 60_000);
});

test('a_slot_has_room_for_the_shadow_in_whole_pixels_and_ends_at_the_edge', () => {
  const page = { width: 1280, height: 800 };
  const shadow = { left: 30, top: 22, right: 30, bottom: 38 };
  assert.deepEqual(withShadow({ x: 100.4, y: 100.4, width: 200, height: 50 }, page, shadow), { x: 70, y: 78, width: 261, height: 111 });
  assert.deepEqual(withShadow({ x: 12, y: 514, width: 520, height: 230 }, page, shadow), { x: 0, y: 492, width: 562, height: 290 });
});

test('a_slot_that_only_keeps_its_window_is_one_pixel', () => {
  assert.deepEqual(trace({ x: 12, y: 600, width: 332, height: 142 }), { x: 178, y: 671, width: 1, height: 1 });
});

test('steps_and_times_of_a_report_are_words', () => {
  assert.equal(stepText('runtime_started'), 'Runtime started');
  assert.equal(stepText('ready_ms'), 'Ready');
  assert.equal(afterText(140), 'after 0.14 s');
  assert.equal(afterText('unknown'), 'unknown');
});
