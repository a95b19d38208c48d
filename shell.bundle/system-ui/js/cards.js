/** Failures and notifications, top right. A failure stays until it is answered; a piece of news goes by itself, unless somebody is reading it. */
import { el, keyed } from './dom.js';
import { drawing } from './icons.js';

const NEWS_MS = 8000;

export class Cards {
  #box; #actions; #timers = new Map();

  /** @param actions {dismiss(id), tryAgain(card), why(card)} */
  constructor(box, actions) {
    this.#box = box;
    this.#actions = actions;
    box.addEventListener('keydown', event => {
      const card = event.target.closest('.card');
      if (event.key === 'Escape' && card) actions.dismiss(Number(card.dataset.key));
    });
  }

  /** @param under whether something else is open that must not be covered */
  render({ cards }, under) {
    this.#box.hidden = cards.length === 0;
    this.#box.classList.toggle('under', under);
    keyed(this.#box, cards, card => card.id, card => this.#card(card), () => {});
    for (const id of this.#timers.keys()) if (!cards.some(card => card.id === id)) this.#hold(id);
  }

  #card(card) {
    const { id, kind, title, text } = card;
    const close = el('button', { class: 'icon-button', 'aria-label': 'Dismiss', onclick: () => this.#actions.dismiss(id) }, drawing('close'));
    const node = el('article', { class: `card ${kind}`, role: kind === 'info' ? 'status' : 'alert' }, el('h2', { text: title }), el('p', { text: text ?? '' }));
    if (kind === 'failure') node.append(this.#answers(card));
    node.append(close);
    if (kind === 'info') this.#leaveLater(node, id);
    return node;
  }

  #answers(card) {
    const row = el('div', { class: 'row' }, el('button', { class: 'button primary', text: card.again, onclick: () => this.#actions.tryAgain(card) }));
    if (card.session) row.append(el('button', { class: 'button', text: 'Why?', onclick: () => this.#actions.why(card) }));
    return row;
  }

  #leaveLater(node, id) {
    const run = () => { this.#hold(id); this.#timers.set(id, setTimeout(() => this.#actions.dismiss(id), NEWS_MS)); };
    for (const type of ['pointerenter', 'focusin']) node.addEventListener(type, () => this.#hold(id));
    for (const type of ['pointerleave', 'focusout']) node.addEventListener(type, run);
    run();
  }

  #hold(id) {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
