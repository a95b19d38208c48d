/**
 * What the page knows, and how each event changes it. Plain data and pure functions: no page, no bridge, so that tests run them alone.
 *
 * State: `connection` ('starting' | 'connected' | 'lost') · `synced` (the sessions are known) · `apps` (INSTALLED_APPS, by name) · `sessions`
 * (Map session → APP_STATE body, oldest first) · `cards` (failures and notifications, newest first) · `system` (SYSTEM_STATUS body or null) ·
 * `focused` (session whose window has the keyboard, or null) · `windows` (of other programs, oldest first) · `questions` (what apps want to be allowed, oldest first) ·
 * `workspaces` ({shown, windows: how many are on each}).
 */
export function initialState() {
  return { connection: 'starting', synced: false, apps: [], sessions: new Map(), cards: [], system: null, focused: null, questions: [], windows: [], workspaces: { shown: 0, windows: [] }, lastCard: 0 };
}

const MAX_CARDS = 4;

/** The state after `event` ({type, body}); the given one is left as it was. */
export function reduce(state, { type, body = {} }) {
  switch (type) {
    case 'connected': return { ...state, connection: 'connected' };
    case 'disconnected': return { ...state, connection: 'lost', system: null, questions: [] };
    case 'RUNNING_APPS': return { ...state, synced: true, sessions: new Map(body.apps.map(app => [app.session, app])) };
    case 'APP_STATE': return withAppState(state, body);
    case 'INSTALLED_APPS': return { ...state, apps: [...body.apps].sort((a, b) => a.name.localeCompare(b.name, 'en')) };
    case 'SYSTEM_STATUS': return { ...state, system: body };
    case 'QUESTIONS': return { ...state, questions: body.questions };
    case 'FOREIGN_WINDOWS': return { ...state, windows: body.windows };
    case 'WORKSPACES': return { ...state, workspaces: body };
    case 'focus': return { ...state, focused: body.session };
    case 'NOTIFICATION': return withNotification(state, body);
    case 'NOTIFICATION_WITHDRAWN': return withoutNumber(state, body.number);
    case 'launch-refused': return withCard(state, { kind: 'failure', title: `${body.name} failed to start`, text: body.message, again: 'Try again', appId: body.app_id });
    case 'dismiss': return { ...state, cards: state.cards.filter(card => card.id !== body.id) };
    default: return state;
  }
}

function withAppState(state, app) {
  const sessions = new Map(state.sessions);
  if (app.state !== 'Stopped') {
    sessions.set(app.session, app);
    const started = app.state === 'Running' ? withoutFailureOf(state, app.app_id) : state;
    return { ...started, sessions };
  }
  sessions.delete(app.session);
  const after = { ...state, sessions, focused: state.focused === app.session ? null : state.focused };
  if (!app.reason) return after; // it was asked to stop
  return withCard(after, { kind: 'failure', ...failureOf(app), reason: app.reason, appId: app.app_id, session: app.session });
}

/** A session that ended by itself has a reason; whether it ever was ready says which title is true. */
function failureOf({ name, reason, ready_ms: readyMs }) {
  if (readyMs != null) return { title: `${name} stopped unexpectedly`, text: reason, again: 'Start again' };
  const title = `${name} failed to start`;
  return { title, again: 'Try again', text: reason.startsWith(`${title}: `) ? capital(reason.slice(title.length + 2)) : reason };
}

export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** What a failure's own card says already is not said twice. */
function withNotification(state, { title, text, kind, number }) {
  if (state.cards.some(card => card.reason === text)) return state;
  return withCard(withoutNumber(state, number), { kind: kind === 'failure' ? 'error' : 'info', title, text, number });
}

function withoutNumber(state, number) {
  return number === undefined ? state : { ...state, cards: state.cards.filter(card => card.number !== number) };
}

/** A card's newest version replaces the older one about the same app or of the same words; the oldest ones make room. */
function withCard(state, card) {
  const id = state.lastCard + 1;
  const others = state.cards.filter(other => !(card.appId && (other.appId === card.appId || other.text === card.reason)));
  return { ...state, lastCard: id, cards: [{ id, ...card }, ...others].slice(0, MAX_CARDS) };
}

function withoutFailureOf(state, appId) {
  return { ...state, cards: state.cards.filter(card => card.appId !== appId) };
}

/** What the panel lists, {key, app_id, name, word, focused} each, with a `session` or a `window`: running apps, then windows of other programs. */
export function tasksOf({ sessions, windows, focused }) {
  const apps = [...sessions.values()].map(app => ({ key: `s ${app.session}`, session: app.session, app_id: app.app_id, name: app.name, word: taskWord(app), focused: focused === app.session }));
  const others = windows.map(({ window, title, app_id, focused }) => ({ key: `w ${window}`, window, app_id, name: title || app_id || 'Window', word: '', focused }));
  return [...apps, ...others];
}

/** The workspaces as the panel shows them, {number, shown, windows, label} each; none while the compositor does not tell. */
export function workspacesOf({ workspaces: { shown, windows } }) {
  return windows.map((count, number) => ({ number, shown: number === shown, windows: count, label: `Workspace ${number + 1}, ${count === 0 ? 'empty' : count === 1 ? '1 window' : `${count} windows`}` }));
}

/** What the panel writes beside a task's name; nothing for one that just runs. */
export function taskWord(app) {
  switch (app.state) {
    case 'Requested': case 'Starting': return 'starting…';
    case 'Stopping': return 'stopping…';
    default: return '';
  }
}

/** The panel's status: a sentence and how serious it is ('', 'warn' or 'bad'). */
export function statusOf(state) {
  if (state.connection === 'starting') return { text: 'Connecting…', kind: '' };
  if (state.connection === 'lost') return { text: 'Disconnected — reconnecting', kind: 'bad' };
  if (!state.system) return { text: 'Connected', kind: '' };
  const { services_up: up, services_expected: expected } = state.system;
  return { text: `${up} of ${expected} services healthy`, kind: up < expected ? 'warn' : '' };
}

/** What the system is made of, a line {name, word, bad} each: its processes, and those of its bundles that do not run. */
export function systemLines({ system, sessions }) {
  if (!system) return [];
  const processes = system.processes.map(({ role, session, connected }) => ({ name: processName(role, sessions.get(session)), word: connected ? 'running' : 'not answering', bad: !connected }));
  const missing = system.bundles.filter(bundle => !bundle.active).map(({ name }) => ({ name, word: 'not running', bad: true }));
  return [{ name: 'Platform', word: `${system.bundles.length - missing.length} of ${system.bundles.length} bundles`, bad: false }, ...processes, ...missing];
}

function processName(role, app) {
  if (role === 'engine') return 'Web engine';
  return app ? app.name : 'Waiting for the next app';
}

/** The session that runs an app, the newest if there are several; undefined if none. */
export function sessionOf(state, appId) {
  return [...state.sessions.values()].findLast(app => app.app_id === appId && app.state !== 'Stopping');
}
