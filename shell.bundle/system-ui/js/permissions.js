/** Grants in words. Pure functions, so that tests run them alone. */
import { capital } from './state.js';

const PACKAGE_VERBS = { install_app: 'Install', update_app: 'Update' };

/** The title of a question. */
export function questionTitle({ kind, name, words }) {
  if (PACKAGE_VERBS[kind]) return `${PACKAGE_VERBS[kind]} ${name}?`;
  return `${name} wants to ${words}`;
}

/** What may be answered: {decision, text, primary}; the first is the one to offer, and none is chosen beforehand. */
export function answersOf({ kind }) {
  if (kind === 'grant') return [{ decision: 'allow_always', text: 'Always', primary: true }, { decision: 'allow_once', text: 'Allow once' }, { decision: 'deny', text: 'Deny' }];
  if (PACKAGE_VERBS[kind]) return [{ decision: 'allow_always', text: PACKAGE_VERBS[kind], primary: true }, { decision: 'deny', text: kind === 'update_app' ? 'Keep the old version' : 'Do not install' }];
  const word = kind === 'save_file' ? 'Save' : kind === 'open_folder' ? 'Choose this folder' : 'Open';
  return [{ decision: 'allow_once', text: word, primary: true }, { decision: 'allow_always', text: `${word}, and keep it` }, { decision: 'deny', text: 'Cancel' }];
}

/** What a package asks for: a sentence before, and a line {what, why} each; nothing for another question. */
export function wantsOf({ kind, wants }) {
  if (!PACKAGE_VERBS[kind]) return { before: '', lines: [] };
  return {
    before: kind === 'update_app' ? 'The new version may ask to do more than the one you have:' : 'It may ask to:',
    lines: wants.map(want => ({ what: want.words, why: want.reason })),
  };
}

const DAY = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const when = ms => new Intl.DateTimeFormat('en-GB', DAY).format(new Date(ms));

/** One entry of a ledger: what it is, and how it stands. */
export function entryText({ words, status, by, since_ms: since, used_ms: used, denied_ms: denied, expires_ms: expires, session }) {
  const parts = [];
  if (status === 'ask') parts.push('You are asked when it is first needed');
  else if (!since) parts.push(status === 'granted' ? 'Granted' : 'Denied by your policy');
  else parts.push(`${status === 'granted' ? 'Granted' : 'Denied'} ${by === 'policy' ? 'by policy ' : ''}since ${when(since)}`);
  if (used) parts.push(`last used ${when(used)}`);
  if (denied && denied !== since) parts.push(`last denied ${when(denied)}`);
  if (session) parts.push('until it ends');
  else if (expires) parts.push(`until ${when(expires)}${by === 'user' ? ' if not used' : ''}`);
  return { title: capital(words), text: parts.join(' · ') };
}

/** Sizes as people read them. */
export function sizeText(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let n = bytes, unit = -1;
  while (n >= 999.5 && unit < units.length - 1) { n /= 1000; unit++; }
  return `${n < 9.95 ? n.toFixed(1) : Math.round(n)} ${units[unit]}`;
}
