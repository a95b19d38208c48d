/** The system page: joins the bridge to the state, and the state to what is shown. */
import { restoreAppearance } from './appearance.js';
import { Ask } from './ask.js';
import { Cards } from './cards.js';
import { runClock } from './clock.js';
import { FocusFollower, whenLeft } from './focus.js';
import { Hint } from './hint.js';
import { Launcher } from './launcher.js';
import { Ledger } from './ledger.js';
import { Menu } from './menu.js';
import { Panel } from './panel.js';
import { Slots } from './slots.js';
import { initialState, reduce, sessionOf, systemLines } from './state.js';
import { Why } from './why.js';

const $ = id => document.getElementById(id);
let state = initialState();
/** When the launcher or a menu was last opened, as performance.now() has it. */
let openedMs = 0;

const actions = {
  toggleLauncher: () => { if (ask.isOpen) return; launcher.isOpen ? actions.closeLauncher() : openLauncher(); },
  closeLauncher: () => { launcher.close(); render(); },
  openApp: app => {
    actions.closeLauncher();
    const running = sessionOf(state, app.app_id);
    if (running) actions.focusApp(running.session);
    else launch(app.app_id, app.name);
  },
  focusApp: session => weft.request('FOCUS_APP', { session }).catch(error => tell('The window cannot be shown', error)),
  openTaskMenu: (session, button) => menu.openTask(button, state.sessions.get(session)?.name ?? 'App', {
    show: () => actions.focusApp(session),
    touch: () => actions.showLedger(state.sessions.get(session)?.app_id),
    close: () => weft.request('TERMINATE_APP', { session }).catch(error => tell('The app cannot be closed', error)),
  }),
  focusWindow: window => weft.request('ACTIVATE_WINDOW', { window }).catch(error => tell('The window cannot be shown', error)),
  openWindowMenu: (window, button) => menu.openTask(button, button.querySelector('.name').textContent, {
    show: () => actions.focusWindow(window),
    close: () => weft.request('CLOSE_WINDOW', { window }).catch(error => tell('The window cannot be closed', error)),
  }),
  enterPanel: last => panel.enter(last),
  showWorkspace: workspace => { actions.closeLauncher(); return weft.request('SHOW_WORKSPACE', { workspace }).catch(error => tell('The workspace cannot be shown', error)); },
  openSettings: button => { menu.openSettings(button, systemLines(state), actions); querySystem(); },
  logOut: () => weft.request('LOG_OUT', {}).catch(error => tell('You are still logged in', error)),
  dismiss: id => dispatch('dismiss', { id }),
  tryAgain: card => { dispatch('dismiss', { id: card.id }); launch(card.appId, nameOf(card.appId)); },
  // The card stays behind the report: its window has the keyboard.
  why: async card => {
    try {
      why.open(card, await weft.request('WHY', { session: card.session }));
      render();
    } catch (error) {
      tell('There is no report', error);
    }
  },
  closeWhy: card => { why.close(); dispatch('dismiss', { id: card.id }); },
  showLedger: appId => ledger.open(appId).catch(error => tell('What it may touch is not known', error)),
  query: async appId => (await weft.request('QUERY_GRANTS', { app_id: appId })).apps[0],
  grant: (appId, capability) => weft.request('GRANT', { app_id: appId, capability }).catch(error => tell('It could not be allowed', error)),
  revoke: (appId, capability) => weft.request('REVOKE', { app_id: appId, capability }).catch(error => tell('It could not be revoked', error)),
  answer: (question, decision, paths) => weft.request('ANSWER_QUESTION', { question: question.number, decision, paths }),
  browse: path => weft.request('BROWSE_FOLDER', path ? { path } : {}),
  changed: () => slots.update(),
};

const panel = new Panel($('panel'), actions);
const launcher = new Launcher($('launcher'), actions);
const menu = new Menu($('menu'), () => { if (menu.isOpen) openedMs = performance.now(); render(); });
const cards = new Cards($('cards'), actions);
const why = new Why($('why'), actions);
const hint = new Hint($('hint'), actions);
const ledger = new Ledger($('ledger'), actions);
const ask = new Ask($('ask'), [$('panel'), $('hint'), $('cards'), $('why'), $('launcher'), $('ledger'), $('menu')], actions);
const slots = new Slots($('panel'), [$('hint'), $('cards'), $('why'), $('launcher'), $('ledger'), $('menu'), $('ask')], list => weft.slots(list));

function dispatch(type, body) {
  state = reduce(state, { type, body });
  render();
}

function render() {
  panel.render(state);
  panel.setExpanded({ launcher: launcher.isOpen, menuOwner: menu.owner });
  launcher.render(state);
  cards.render(state, why.isOpen);
  menu.showSystem(systemLines(state));
  hint.render(state, launcher.isOpen || menu.isOpen || why.isOpen);
  ask.render(state);
  slots.update();
}

function openLauncher() {
  openedMs = performance.now();
  menu.close();
  launcher.render(state);
  launcher.open();
  render();
}

function launch(appId, name) {
  weft.request('LAUNCH_APP', { app_id: appId }).catch(error => dispatch('launch-refused', { app_id: appId, name, message: error.message }));
}

function tell(title, error) {
  dispatch('NOTIFICATION', { title, text: error.message, kind: 'failure' });
}

const nameOf = appId => state.apps.find(app => app.app_id === appId)?.name ?? appId;

/** Asks for the full state, and for every change from then on. Also after each reconnect: the platform may be a new one. */
async function synchronize() {
  try {
    dispatch('connected');
    dispatch('RUNNING_APPS', await weft.request('SUBSCRIBE', {}));
    dispatch('INSTALLED_APPS', await weft.request('QUERY_INSTALLED_APPS', {}));
    dispatch('QUESTIONS', await weft.request('QUERY_QUESTIONS', {}));
    await querySystem();
  } catch (error) {
    if (weft.connected) tell('The desktop is not complete', error);
  }
}

/** How the platform is doing; not knowing it is no failure of its own. */
async function querySystem() {
  if (!weft.connected) return;
  try {
    dispatch('SYSTEM_STATUS', await weft.request('QUERY_SYSTEM', {}));
  } catch {
    dispatch('SYSTEM_STATUS', null);
  }
}

function listen() {
  for (const type of ['RUNNING_APPS', 'APP_STATE', 'INSTALLED_APPS', 'SYSTEM_STATUS', 'NOTIFICATION', 'NOTIFICATION_WITHDRAWN', 'QUESTIONS', 'FOREIGN_WINDOWS', 'WORKSPACES']) weft.on(type, body => dispatch(type, body));
  weft.on('BADGES_PRESSED', ({ session }) => { if (state.sessions.has(session)) actions.showLedger(state.sessions.get(session).app_id); });
  weft.on('GRANTS_CHANGED', ({ app_id: appId }) => ledger.changed(appId).catch(() => {}));
  const focus = new FocusFollower(session => dispatch('focus', { session }));
  weft.on('PAGE_FOCUS', body => focus.heard(body));
  weft.on('connected', synchronize);
  weft.on('disconnected', () => dispatch('disconnected'));
  weft.on('NAVIGATION_GESTURE', ({ type }) => { if (type === 'home') actions.toggleLauncher(); });
  listenToSuper();
  // What was opened since the keyboard left may be about to get it.
  whenLeft(leftMs => { if (openedMs > leftMs) return; if (launcher.isOpen) actions.closeLauncher(); menu.close(); });
  document.addEventListener('pointerdown', event => {
    if (menu.isOpen && !event.target.closest('#menu') && !event.target.closest('#panel')) menu.close();
    if (launcher.isOpen && !event.target.closest('#launcher') && !event.target.closest('#home')) actions.closeLauncher();
  });
  document.addEventListener('contextmenu', event => event.preventDefault());
}

/** The Super key alone, pressed and released: the compositor gives it to the panel. With another key in between it was a shortcut. */
function listenToSuper() {
  let alone = false;
  document.addEventListener('keydown', event => { alone = event.key === 'Meta' && !event.repeat; });
  document.addEventListener('keyup', event => {
    if (event.key === 'Meta' && alone) actions.toggleLauncher();
    alone = false;
  });
}

restoreAppearance();
runClock($('clock'), querySystem);
listen();
render();
if (weft.connected) synchronize();
