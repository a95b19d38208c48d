/** What an app may touch, in the same words and colours as on its title bar. */
import { el, keyed } from './dom.js';

export function chips(parent, badges = []) {
  keyed(parent, badges, badge => `${badge.kind} ${badge.text}`, badge => el('span', { class: `chip ${badge.kind}`, text: badge.text }), () => {});
}
