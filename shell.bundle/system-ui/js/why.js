/** The Why panel: what is known about a session that ended, in the order in which one asks. */
import { el } from './dom.js';
import { drawing } from './icons.js';

export class Why {
  #box; #title; #body; #footer; #actions; #card = null;

  /** @param actions {closeWhy(card), tryAgain(card)} */
  constructor(box, actions) {
    this.#box = box;
    this.#actions = actions;
    this.#title = box.querySelector('#why-title');
    this.#body = box.querySelector('#why-body');
    this.#footer = box.querySelector('#why-actions');
    const close = box.querySelector('#why-close');
    close.append(drawing('close'));
    close.addEventListener('click', () => actions.closeWhy(this.#card));
    box.addEventListener('keydown', event => { if (event.key === 'Escape') actions.closeWhy(this.#card); });
  }

  get isOpen() { return !this.#box.hidden; }

  /** Shows the WHY_REPORT body that belongs to a failure card. */
  open(card, report) {
    this.#card = card;
    this.#title.textContent = `Why ${card.title}`;
    this.#body.replaceChildren(el('p', { text: card.text }), ...sections(report));
    this.#footer.replaceChildren(
      el('button', { class: 'button primary', text: card.again, onclick: () => { this.#actions.closeWhy(card); this.#actions.tryAgain(card); } }),
      el('button', { class: 'button', text: 'Close', onclick: () => this.#actions.closeWhy(card) }));
    this.#box.hidden = false;
    this.#box.focus();
  }

  close() { this.#box.hidden = true; }
}

function sections(report) {
  const parts = [];
  const timings = Object.entries(report.timings ?? {}).sort((a, b) => Number(a[1]) - Number(b[1]));
  if (timings.length) parts.push(heading('How far it came'), el('dl', {}, ...timings.flatMap(([step, millis]) => [el('dt', { text: stepText(step) }), el('dd', { text: afterText(millis) })])));
  if (report.denials?.length) parts.push(heading('What it was denied'), el('ul', {}, ...report.denials.map(text => el('li', { text }))));
  parts.push(heading('The last lines it wrote'));
  parts.push(report.stderr?.length ? el('pre', { text: report.stderr.join('\n') }) : el('p', { class: 'muted', text: 'None.' }));
  parts.push(heading('Session'), el('dl', {}, el('dt', { text: 'App' }), el('dd', { text: report.app_id }), el('dt', { text: 'Id' }), el('dd', { text: String(report.session) })));
  return parts;
}

const heading = text => el('h3', { text });

/** "runtime_started" → "Runtime started" */
export function stepText(step) {
  const words = step.replace(/_ms$/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Milliseconds since the request, in seconds to the hundredth; other values as they are. */
export function afterText(value) {
  return Number.isFinite(value) ? `after ${(value / 1000).toFixed(2)} s` : String(value);
}
