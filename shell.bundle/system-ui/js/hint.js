/** What to do first, on a desktop where nothing is open. */
import { el, keyed, setText } from './dom.js';
import { appIcon, drawing } from './icons.js';

const OFFERED = 3;

export class Hint {
  #box; #actions; #hidden = false;

  /** @param actions {openApp(app), changed()} */
  constructor(box, actions) {
    this.#box = box;
    this.#actions = actions;
    const close = box.querySelector('#hint-close');
    close.append(drawing('close'));
    close.addEventListener('click', () => { this.#hidden = true; box.hidden = true; actions.changed(); });
  }

  /** @param under whether something else is open in its place */
  render(state, under) {
    this.#box.hidden = this.#hidden || !state.synced || state.sessions.size > 0;
    this.#box.classList.toggle('under', under);
    if (this.#box.hidden) return;
    const any = state.apps.length > 0;
    setText(this.#box.querySelector('#hint-title'), any ? 'Open an app' : 'No apps are installed yet');
    this.#say(any);
    keyed(this.#box.querySelector('#hint-apps'), state.apps.slice(0, OFFERED), app => app.app_id, app => this.#button(app), () => {});
  }

  #say(any) {
    const text = this.#box.querySelector('#hint-text');
    if (text.dataset.any === String(any)) return;
    text.dataset.any = any;
    if (any) text.replaceChildren('Press ', el('kbd', { text: 'Super' }), ' or the button below, type a part of its name, and press ', el('kbd', { text: 'Enter' }), '.');
    else text.replaceChildren('Apps that you install appear in the launcher, behind the button below.');
  }

  #button(app) {
    return el('button', { class: 'button', onclick: () => this.#actions.openApp(app) }, appIcon(app), el('span', { text: app.name }));
  }
}
