/** The list of the user's files in a question about files: places, a folder's entries, and for saving a name. */
import { el } from './dom.js';
import { sizeText } from './permissions.js';

export class FileList {
  #question; #actions; #places; #path; #entries; #name = null; #folder = null; #selected = new Set(); #current = -1;

  /** @param actions {browse(path): Promise(FOLDER body), chosen(), problem(text)} */
  constructor(box, question, actions) {
    this.#question = question;
    this.#actions = actions;
    this.#places = el('nav', { id: 'ask-places', 'aria-label': 'Places' });
    this.#path = el('div', { id: 'ask-path' });
    this.#entries = el('ul', { id: 'ask-entries', role: 'listbox', tabindex: '0', 'aria-label': 'Files', 'aria-multiselectable': String(Boolean(question.many)) });
    this.#entries.addEventListener('keydown', event => this.#key(event));
    box.replaceChildren(this.#places, this.#path, this.#entries);
    if (question.kind === 'save_file') {
      this.#name = el('input', { id: 'ask-name', type: 'text', value: question.suggestion ?? '', 'aria-label': 'Name', spellcheck: 'false', autocomplete: 'off' });
      this.#name.addEventListener('keydown', event => { if (event.key === 'Enter') actions.chosen(); });
      box.append(this.#name);
    }
    this.#open();
  }

  /** The paths that are chosen now. */
  chosen() {
    if (!this.#folder) return [];
    const { kind } = this.#question;
    if (kind === 'save_file') return this.#name.value.trim() && !this.#name.value.includes('/') ? [this.#at(this.#name.value.trim())] : [];
    const names = [...this.#selected];
    if (kind === 'open_folder') return [names.length ? this.#at(names[0]) : this.#folder.path];
    return names.map(name => this.#at(name));
  }

  #at(name) { return `${this.#folder.path.replace(/\/$/, '')}/${name}`; }

  async #open(path) {
    const before = this.#folder;
    this.#folder = null; // what is shown until the answer comes is not to be chosen from
    try {
      this.#folder = await this.#actions.browse(path);
      this.#actions.problem('');
    } catch (error) {
      this.#folder = before;
      this.#actions.problem(error.message);
      return;
    }
    this.#selected.clear();
    this.#current = -1;
    this.#show();
  }

  #show() {
    const { path, parent, places } = this.#folder;
    this.#places.replaceChildren(...places.map(place => el('button', { class: 'place', text: place.name, onclick: () => this.#open(place.path) })));
    this.#path.replaceChildren(el('button', { class: 'button', text: 'Up', disabled: !parent, onclick: () => this.#open(parent) }), el('span', { title: path }, el('bdi', { dir: 'ltr', text: path })));
    this.#entries.replaceChildren(...this.#visible().map((entry, index) => this.#row(entry, index)));
    this.#entries.scrollTop = 0;
  }

  #visible() {
    return (this.#folder?.entries ?? []).filter(entry => entry.kind === 'directory' || this.#question.kind !== 'open_folder');
  }

  #row(entry, index) {
    const folder = entry.kind === 'directory';
    const row = el('li', { class: folder ? 'folder' : 'file', role: 'option', 'aria-selected': 'false' }, el('span', { class: 'name', text: folder ? `${entry.name}/` : entry.name }), el('span', { class: 'size', text: folder ? '' : sizeText(entry.size) }));
    row.addEventListener('click', event => this.#select(index, event.ctrlKey));
    row.addEventListener('dblclick', () => this.#enter(entry));
    return row;
  }

  #select(index, more) {
    const entry = this.#visible()[index];
    if (!entry) return;
    this.#current = index;
    if (!more || !this.#question.many) this.#selected.clear();
    const wanted = this.#question.kind === 'open_folder' ? 'directory' : 'file';
    if (entry.kind === wanted) this.#selected.has(entry.name) ? this.#selected.delete(entry.name) : this.#selected.add(entry.name);
    if (this.#name && entry.kind === 'file') this.#name.value = entry.name;
    [...this.#entries.children].forEach((row, i) => row.setAttribute('aria-selected', i === index || this.#selected.has(this.#visible()[i].name)));
    this.#entries.children[index].scrollIntoView({ block: 'nearest' });
  }

  #enter(entry) {
    if (entry.kind === 'directory') this.#open(this.#at(entry.name));
    else this.#actions.chosen();
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = this.#visible();
    if (step) this.#select(Math.max(0, Math.min(rows.length - 1, this.#current + step)), false);
    else if (event.key === 'Enter' && rows[this.#current]) this.#enter(rows[this.#current]);
    else if (event.key === 'Backspace' && this.#folder?.parent) this.#open(this.#folder.parent);
    else return;
    event.preventDefault();
  }
}
