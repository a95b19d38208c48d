/**
 * The visible parts of the page, told to the engine as rectangles in CSS pixels. The panel is always there; an overlay's rectangle includes the
 * room its shadow needs, and ends at the panel and at the page's edge. An overlay with `data-keyboard` gets the keyboard when it appears.
 */

const SHADOW = { left: 30, top: 22, right: 30, bottom: 38 };

/**
 * The rectangle of an element that stays only to keep its window: the window may be the one with the keyboard, and would take it along. As small as
 * can be, because where two slots overlap, what is translucent is drawn twice.
 */
export function trace({ x, y, width, height }) {
  return { x: Math.round(x + width / 2), y: Math.round(y + height / 2), width: 1, height: 1 };
}

/** A rectangle grown by the shadow, in whole pixels, within a page of `width` × `height`. */
export function withShadow({ x, y, width, height }, page, shadow = SHADOW) {
  const left = Math.max(0, Math.floor(x - shadow.left));
  const top = Math.max(0, Math.floor(y - shadow.top));
  const right = Math.min(page.width, Math.ceil(x + width + shadow.right));
  const bottom = Math.min(page.height, Math.ceil(y + height + shadow.bottom));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Keeps the engine's list of slots like the page: call `update()` after a change; changes of size are seen by themselves. */
export class Slots {
  #panel; #overlays; #declare; #last = ''; #due = false;

  /** @param declare takes the whole list of slots, as `weft.slots` does */
  constructor(panel, overlays, declare) {
    this.#panel = panel;
    this.#overlays = overlays;
    this.#declare = declare;
    const sizes = new ResizeObserver(() => this.update());
    for (const element of [panel, ...overlays]) sizes.observe(element);
    addEventListener('resize', () => this.update());
  }

  /** Declares the slots again if they changed; several changes of one turn are one declaration. */
  update() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => { this.#due = false; this.#tell(); });
  }

  #tell() {
    const slots = this.list();
    const text = JSON.stringify(slots);
    if (text === this.#last) return;
    this.#last = text;
    this.#declare(slots);
  }

  list() {
    const panel = withShadow(layoutBox(this.#panel), { width: innerWidth, height: innerHeight }, { left: 0, top: 0, right: 0, bottom: 0 });
    const room = { width: innerWidth, height: panel.y }; // what lies over the panel would take its clicks
    const slots = [{ name: 'panel', role: 'panel', ...panel }];
    // What a modal element covers shows through it: as a window of its own it would be dimmed twice.
    const shown = this.#overlays.filter(element => !element.hidden), modal = shown.filter(element => element.ariaModal === 'true');
    for (const element of modal.length ? modal : shown) slots.push({ name: element.id, role: 'overlay', keyboard: element.hasAttribute('data-keyboard'), ...rectangle(element, room) });
    return slots;
  }
}

/** A modal element covers everything, the panel too. */
function rectangle(element, room) {
  if (element.ariaModal === 'true') return { x: 0, y: 0, width: innerWidth, height: innerHeight };
  const box = layoutBox(element);
  return element.classList.contains('under') ? trace(box) : withShadow(box, room);
}

/** Where an element is laid out, without the motion of its appearing (a transform; `translate` that centres is part of the layout). */
function layoutBox(element) {
  const box = element.getBoundingClientRect();
  const { m41, m42 } = new DOMMatrix(getComputedStyle(element).transform);
  return { x: box.x - m41, y: box.y - m42, width: box.width, height: box.height };
}
