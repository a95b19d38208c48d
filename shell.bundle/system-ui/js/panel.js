/** The bottom panel: home mark, a task for each session and each window of another program, the workspaces, status, clock. */
import { el, keyed, setText } from './dom.js';
import { appIcon, drawing } from './icons.js';
import { statusOf, tasksOf, workspacesOf } from './state.js';

const ROOMY = 132; // pixels a task needs to show its name
const MOST_DOTS = 3;

export class Panel {
  #panel; #tasks; #workspaces; #status; #actions; #icons = new WeakMap();

  /** @param actions {toggleLauncher, closeLauncher, focusApp(session), openTaskMenu(session, element), focusWindow(window), openWindowMenu(window, element), showWorkspace(number), openSettings(element)} */
  constructor(panel, actions) {
    this.#panel = panel;
    this.#actions = actions;
    this.#tasks = panel.querySelector('#tasks');
    this.#workspaces = panel.querySelector('#workspaces');
    this.#status = panel.querySelector('#status');
    const home = panel.querySelector('#home');
    const settings = panel.querySelector('#settings');
    home.firstElementChild.append(drawing('home'));
    settings.append(drawing('settings'));
    home.addEventListener('click', () => actions.toggleLauncher());
    settings.addEventListener('click', () => actions.openSettings(settings));
    this.#status.addEventListener('click', () => actions.openSettings(this.#status));
    panel.addEventListener('keydown', event => this.#walk(event));
    new ResizeObserver(() => this.#fit()).observe(this.#tasks);
  }

  render(state) {
    const icons = new Map(state.apps.map(app => [app.app_id, app.icon]));
    keyed(this.#tasks, tasksOf(state), task => task.key, task => this.#task(task), (node, app) => {
      const button = node.firstElementChild;
      this.#updateIcon(button, app, icons.get(app.app_id));
      const name = button.querySelector('.name');
      setText(name, app.name);
      name.dataset.name = app.name;
      const { word, focused } = app;
      setText(button.querySelector('.word'), word);
      button.querySelector('.word').hidden = !word;
      node.dataset.focused = focused;
      button.setAttribute('aria-pressed', focused);
      button.setAttribute('aria-label', word ? `${app.name}, ${word}` : app.name);
    });
    this.#renderWorkspaces(workspacesOf(state));
    this.#fit();
    const { text, kind } = statusOf(state);
    setText(this.#status.querySelector('#status-text'), text);
    this.#status.dataset.kind = kind;
  }

  /** Gives the focus to the first button, or to the last one. */
  enter(last) {
    [...this.#panel.querySelectorAll('button')].at(last ? -1 : 0).focus();
  }

  setExpanded({ launcher, menuOwner }) {
    for (const button of this.#panel.querySelectorAll('[aria-haspopup]')) {
      button.setAttribute('aria-expanded', button.id === 'home' ? launcher : button === menuOwner);
    }
  }

  #renderWorkspaces(all) {
    this.#workspaces.hidden = all.length === 0;
    keyed(this.#workspaces, all, workspace => workspace.number, ({ number }) => el('button', { class: 'workspace', 'aria-keyshortcuts': `Meta+${number + 1}`,
      onclick: () => this.#actions.showWorkspace(number) }, el('span', { class: 'face', text: number + 1 })), (node, { shown, windows, label }) => {
      node.firstElementChild.dataset.dots = Math.min(windows, MOST_DOTS);
      node.setAttribute('aria-pressed', shown);
      node.setAttribute('aria-label', label);
      node.title = label;
    });
  }

  #task({ session, window }) {
    const face = el('span', { class: 'face' }, el('span', { class: 'app-icon' }), el('span', { class: 'name' }), el('span', { class: 'word' }));
    const button = el('button', { onclick: () => session ? this.#actions.focusApp(session) : this.#actions.focusWindow(window) }, face);
    button.addEventListener('contextmenu', event => {
      event.preventDefault();
      if (session) this.#actions.openTaskMenu(session, button);
      else this.#actions.openWindowMenu(window, button);
    });
    return el('div', { class: 'task', role: 'listitem' }, button);
  }

  /** With many tasks the names give way, but for the one in use. */
  #fit() {
    this.#tasks.classList.toggle('crowded', this.#tasks.clientWidth < this.#tasks.children.length * ROOMY);
  }

  #updateIcon(button, app, icon = '') {
    const shown = button.querySelector('.app-icon');
    const key = `${app.app_id}\n${app.name}\n${icon}`;
    if (this.#icons.get(button) === key) return;
    this.#icons.set(button, key);
    shown.replaceWith(appIcon({ ...app, icon }));
  }

  /** Left and right go along the panel, as in a toolbar. */
  #walk(event) {
    if (event.key === 'Escape') this.#actions.closeLauncher();
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const buttons = [...this.#panel.querySelectorAll('button')];
    const next = buttons[buttons.indexOf(document.activeElement) + (event.key === 'ArrowLeft' ? -1 : 1)];
    if (next) { next.focus(); event.preventDefault(); }
  }
}
