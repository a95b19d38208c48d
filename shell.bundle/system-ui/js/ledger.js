/** What one app may touch: declared, granted, used, denied, until when; each can be taken away or given here. */
import { el } from './dom.js';
import { drawing } from './icons.js';
import { entryText } from './permissions.js';

export class Ledger {
  #box; #title; #list; #actions; #appId = null;

  /** @param actions {query(appId): Promise(app's ledger), revoke(appId, capability), grant(appId, capability), changed()} */
  constructor(box, actions) {
    this.#box = box;
    this.#actions = actions;
    this.#title = box.querySelector('#ledger-title');
    this.#list = box.querySelector('#ledger-entries');
    const close = box.querySelector('#ledger-close');
    close.append(drawing('close'));
    close.addEventListener('click', () => this.close());
    box.addEventListener('keydown', event => { if (event.key === 'Escape') this.close(); });
  }

  get isOpen() { return !this.#box.hidden; }

  async open(appId) {
    this.#appId = appId;
    await this.#load();
    this.#box.hidden = false;
    this.#box.focus();
    this.#actions.changed();
  }

  close() {
    if (!this.isOpen) return;
    this.#box.hidden = true;
    this.#actions.changed();
  }

  /** The ledger of an app has changed. */
  async changed(appId) {
    if (this.isOpen && appId === this.#appId) await this.#load();
  }

  async #load() {
    const { name, grants } = await this.#actions.query(this.#appId);
    this.#title.textContent = `What ${name} may touch`;
    this.#list.replaceChildren(...(grants.length ? grants.map(grant => this.#row(grant)) : [el('li', { class: 'muted', text: 'It asks for nothing.' })]));
    this.#actions.changed();
  }

  #row(grant) {
    const { title, text } = entryText(grant);
    const granted = grant.status === 'granted';
    const button = granted
      ? el('button', { class: 'button', text: 'Revoke', 'aria-label': `Revoke: ${title}`, onclick: () => this.#actions.revoke(this.#appId, grant.capability) })
      : el('button', { class: 'button', text: 'Allow', 'aria-label': `Allow: ${title}`, onclick: () => this.#actions.grant(this.#appId, grant.capability) });
    return el('li', { class: grant.status, title: grant.capability }, el('div', { class: 'what' }, el('strong', { text: title }), el('span', { class: 'muted', text })), button);
  }
}
