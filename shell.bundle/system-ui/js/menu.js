/** The one menu of the panel: settings, or what can be done with a task. It stands above the button that opened it. */
import { el, keyed, setText } from './dom.js';
import { appearance, chooseAppearance } from './appearance.js';

export class Menu {
  #box; #owner = null; #onChange;

  /** @param onChange called when the menu opens or closes */
  constructor(box, onChange) {
    this.#box = box;
    this.#onChange = onChange;
    box.addEventListener('keydown', event => this.#key(event));
  }

  get isOpen() { return !this.#box.hidden; }
  get owner() { return this.isOpen ? this.#owner : null; }

  /** What can be done with one app's window; `touch` only for apps in a sandbox. */
  openTask(owner, name, { show, touch, close }) {
    const items = [this.#item('Show', show), touch && this.#item('What it may touch…', touch), this.#item('Close', close)].filter(Boolean);
    items.forEach(item => item.setAttribute('role', 'menuitem'));
    this.#open(owner, 'menu', name, [el('h2', { text: name }), ...items]);
  }

  /** Appearance, how the system is doing (lines of {name, word, bad}), and the way out. */
  openSettings(owner, lines, { logOut }) {
    this.#open(owner, 'dialog', 'Settings', [el('h2', { text: 'Appearance' }), this.#choice(), el('h2', { text: 'System' }), el('ul', { class: 'services' }),
      this.#item('Log out', logOut)]);
    this.showSystem(lines);
  }

  /** Renews the lines of open settings. */
  showSystem(lines) {
    const list = this.#box.querySelector('.services');
    if (!this.isOpen || !list) return;
    keyed(list, lines, ({ name }, index) => `${index} ${name}`, row, (node, { word, bad }) => {
      node.className = bad ? 'bad' : '';
      setText(node.querySelector('.state'), word);
    });
  }

  close() {
    if (!this.isOpen) return;
    const hadFocus = this.#box.contains(document.activeElement);
    this.#box.hidden = true;
    if (hadFocus) this.#owner?.focus();
    this.#onChange();
  }

  #open(owner, role, label, content) {
    const again = this.owner === owner;
    this.close();
    if (again) return; // the same button closes it
    this.#owner = owner;
    this.#box.setAttribute('role', role);
    this.#box.setAttribute('aria-label', label);
    this.#box.replaceChildren(...content);
    this.#box.hidden = false;
    this.#place(owner.getBoundingClientRect());
    this.#onChange();
    (this.#box.querySelector(':checked') ?? this.#box.querySelector('button'))?.focus();
  }

  #place(anchor) {
    const left = Math.min(anchor.left, innerWidth - this.#box.offsetWidth - 12);
    this.#box.style.left = `${Math.max(12, left)}px`;
    this.#box.style.bottom = `${innerHeight - anchor.top + 8}px`;
  }

  #item(text, action) {
    return el('button', { class: 'item', text, onclick: () => { this.close(); action(); } });
  }

  #choice() {
    const now = appearance();
    const option = (value, text) => el('label', {},
      el('input', { type: 'radio', name: 'appearance', value, checked: value === now, onchange: () => chooseAppearance(value) }), el('span', { text }));
    return el('div', { class: 'choice', role: 'radiogroup', 'aria-label': 'Appearance' }, option('light', 'Light'), option('dark', 'Dark'));
  }

  #key(event) {
    if (event.key === 'Escape') return this.close();
    const items = [...this.#box.querySelectorAll('button.item')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !items.length) return;
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    event.preventDefault();
  }
}

function row({ name }) {
  return el('li', {}, el('span', { text: name }), el('span', { class: 'state' }));
}
