/**
 * Which app's window has the keyboard, as the panel shows it. A click on the panel takes the keyboard from the app for a moment: that is not worth a
 * flicker, so a loss counts only when neither another window nor this page has the keyboard a little later.
 */
const SETTLE_MS = 120;

/** Calls back when the keyboard has left the page for good, not from one of its windows to another; with the time when it left (performance.now). */
export function whenLeft(listener) {
  let timer;
  addEventListener('blur', () => {
    const leftMs = performance.now();
    clearTimeout(timer);
    timer = setTimeout(() => { if (!document.hasFocus()) listener(leftMs); }, SETTLE_MS);
  });
}

export class FocusFollower {
  #session = null; #lost = false; #timer; #tell;

  /** @param tell called with the session, or null, when it has changed */
  constructor(tell) {
    this.#tell = tell;
    whenLeft(() => { if (this.#lost) this.#become(null); });
  }

  /** Takes a PAGE_FOCUS body. */
  heard({ session, focused }) {
    if (focused) this.#become(session);
    else if (session === this.#session) this.#settle();
  }

  #settle() {
    clearTimeout(this.#timer);
    this.#lost = true;
    this.#timer = setTimeout(() => { if (this.#lost && !document.hasFocus()) this.#become(null); }, SETTLE_MS);
  }

  #become(session) {
    this.#lost = false;
    if (this.#session === session) return;
    this.#session = session;
    this.#tell(session);
  }
}
