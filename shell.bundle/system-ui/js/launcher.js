/** The launcher: typing searches, arrows choose, Enter opens. The text field keeps the keyboard all the time. */
import { el, keyed, setText } from './dom.js';
import { appIcon } from './icons.js';
import { move, search } from './search.js';
import { chips } from './chips.js';
import { capital, sessionOf, taskWord } from './state.js';

const COLUMNS = 5;

export class Launcher {
  #box; #input; #results; #none; #detail; #actions; #state = null; #hits = []; #selected = 0;

  /** @param actions {openApp(app), closeLauncher()} */
  constructor(box, actions) {
    this.#box = box;
    this.#actions = actions;
    this.#input = box.querySelector('#search');
    this.#results = box.querySelector('#results');
    this.#none = box.querySelector('#no-results');
    this.#detail = box.querySelector('#detail');
    this.#input.addEventListener('input', () => { this.#selected = 0; this.#show(); });
    box.addEventListener('keydown', event => this.#key(event));
  }

  get isOpen() { return !this.#box.hidden; }

  open() {
    this.#input.value = '';
    this.#selected = 0;
    this.#box.hidden = false;
    this.#results.style.minHeight = '';
    this.#show();
    this.#results.style.minHeight = `${this.#results.offsetHeight}px`; // typing must not move what is under the pointer
    this.#input.focus();
  }

  close() { this.#box.hidden = true; }

  render(state) {
    this.#state = state;
    if (this.isOpen) this.#show();
  }

  #show() {
    this.#hits = search(this.#state.apps, this.#input.value);
    this.#selected = Math.min(this.#selected, Math.max(0, this.#hits.length - 1));
    keyed(this.#results, this.#hits, app => app.app_id, app => this.#cell(app), (node, app) => this.#update(node, app));
    this.#none.hidden = this.#hits.length > 0;
    setText(this.#none, this.#state.apps.length ? `No app is called “${this.#input.value.trim()}”.` : 'No apps are installed yet.');
    this.#showDetail(this.#hits[this.#selected]);
  }

  #cell(app) {
    const cell = el('div', { class: 'app', role: 'option', id: `app-${app.app_id}` }, appIcon(app), el('span', { class: 'name' }));
    cell.addEventListener('mousedown', event => event.preventDefault()); // the text field keeps the focus
    cell.addEventListener('click', () => this.#actions.openApp(this.#hits.find(hit => hit.app_id === app.app_id)));
    return cell;
  }

  #update(node, app) {
    setText(node.querySelector('.name'), app.name);
    const selected = this.#hits[this.#selected] === app;
    node.setAttribute('aria-selected', selected);
    if (!selected) return;
    this.#input.setAttribute('aria-activedescendant', node.id);
    node.scrollIntoView({ block: 'nearest' });
  }

  #showDetail(app) {
    if (!app) this.#input.removeAttribute('aria-activedescendant');
    setText(this.#detail.querySelector('#detail-text'), app ? this.#describe(app) : '');
    chips(this.#detail.querySelector('#detail-chips'), app?.badges);
  }

  #describe(app) {
    const session = sessionOf(this.#state, app.app_id);
    const word = session ? capital(taskWord(session) || 'open') : '';
    return [word, app.description || `Version ${app.version}`].filter(Boolean).join(' · ');
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key.startsWith('Arrow')) {
      this.#selected = move(this.#selected, event.key, this.#hits.length, COLUMNS);
      this.#show();
    } else if (event.key === 'Enter') {
      const app = this.#hits[this.#selected];
      if (app) this.#actions.openApp(app);
    } else if (event.key === 'Escape') {
      this.#actions.closeLauncher();
    } else if (event.key === 'Tab') {
      this.#actions.enterPanel(event.shiftKey);
    } else return;
    event.preventDefault();
  }
}
