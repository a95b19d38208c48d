/**
 * The dialog in which apps' questions are answered. It covers the whole output; what lies below cannot be used meanwhile, and no app can draw here. For
 * a moment after it appears it takes no answer, so that a click or a key meant for something else is not one.
 */
import { el } from './dom.js';
import { appIcon } from './icons.js';
import { FileList } from './files.js';
import { answersOf, questionTitle, wantsOf } from './permissions.js';

export const GUARD_MS = 600;

export class Ask {
  #box; #card; #parts; #actions; #shown = null; #guard; #files = null; #others;

  /** @param others what cannot be used while a question is open; @param actions {answer(question, decision, paths), browse(path), changed()} */
  constructor(box, others, actions) {
    this.#box = box;
    this.#others = others;
    this.#actions = actions;
    const part = name => box.querySelector(`#ask-${name}`);
    this.#card = part('card');
    this.#parts = { icon: part('icon'), title: part('title'), app: part('app'), reason: part('reason'), wants: part('wants'), files: part('files'), problem: part('problem'), actions: part('actions') };
    box.addEventListener('keydown', event => { if (event.key === 'Escape') this.#answer('deny'); });
  }

  get isOpen() { return !this.#box.hidden; }

  /** Shows the oldest question, if there is one. */
  render({ questions, apps }) {
    const question = questions[0];
    if (question?.number === this.#shown?.number) return;
    this.#shown = question ?? null;
    this.#files = null;
    this.#box.hidden = !question;
    for (const other of this.#others) other.inert = Boolean(question);
    clearTimeout(this.#guard);
    if (question) this.#show(question, apps.find(app => app.app_id === question.app_id) ?? question);
  }

  problem(text) {
    this.#parts.problem.textContent = text;
    this.#parts.problem.hidden = !text;
    this.#actions.changed();
  }

  #show(question, app) {
    const { icon, title, app: id, reason, wants, files, actions } = this.#parts;
    icon.replaceChildren(appIcon(app));
    title.textContent = questionTitle(question);
    id.textContent = question.app_id;
    reason.textContent = question.reason ? `“${question.reason}”` : '';
    const { before, lines } = wantsOf(question);
    wants.hidden = !before;
    wants.replaceChildren(el('p', { text: before }), el('ul', {}, ...lines.map(({ what, why }) => el('li', {}, el('strong', { text: what }), why ? ` “${why}”` : ''))));
    const picking = ['open_file', 'open_folder', 'save_file'].includes(question.kind);
    this.#card.classList.toggle('picking', picking);
    files.hidden = !picking;
    if (picking) this.#files = new FileList(files, question, { browse: this.#actions.browse, chosen: () => this.#answer('allow_once'), problem: text => this.problem(text) });
    actions.replaceChildren(...answersOf(question).map(({ decision, text, primary }) => el('button', {
      class: `button${primary ? ' primary' : ''}${decision === 'deny' ? ' away' : ''}`, text, disabled: true, 'data-decision': decision, onclick: () => this.#answer(decision) })));
    this.problem('');
    this.#card.focus();
    this.#guard = setTimeout(() => this.#enable(true), GUARD_MS);
  }

  #enable(enabled) {
    for (const button of this.#parts.actions.children) button.disabled = !enabled;
    this.#actions.changed();
  }

  async #answer(decision) {
    const question = this.#shown;
    if (!question || this.#parts.actions.firstElementChild.disabled) return;
    const paths = decision === 'deny' ? [] : this.#files?.chosen() ?? [];
    if (decision !== 'deny' && this.#files && !paths.length) { this.problem('Nothing is chosen yet.'); return; }
    this.#enable(false);
    try {
      await this.#actions.answer(question, decision, paths);
    } catch (error) {
      if (this.#shown !== question) return;
      this.problem(error.message);
      this.#enable(true);
    }
  }
}
