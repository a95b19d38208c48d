/** The panel's clock: one wake-up a minute. */
import { setText } from './dom.js';

const DATE = { weekday: 'short', day: 'numeric', month: 'short' };
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** "Tue 24 Nov · 10:42", in the computer's time zone unless one is named. */
export function clockText(date, timeZone) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { ...DATE, timeZone }).formatToParts(date).map(part => [part.type, part.value]));
  return `${parts.weekday} ${parts.day} ${parts.month} · ${new Intl.DateTimeFormat('en-GB', { ...TIME, timeZone }).format(date)}`;
}

/** Milliseconds until the next minute begins. */
export function untilNextMinute(millis) {
  return 60_000 - (millis % 60_000);
}

/** Keeps `element` (a `<time>`) right, and calls `eachMinute` after every change. */
export function runClock(element, eachMinute = () => {}) {
  const show = () => {
    const now = new Date();
    setText(element, clockText(now));
    element.dateTime = now.toISOString();
    setTimeout(() => { show(); eachMinute(); }, untilNextMinute(now.getTime()) + 20);
  };
  show();
}
