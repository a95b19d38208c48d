/** The system's own line drawings, 20 × 20, stroked in the text's colour, and the icons of apps. */
import { el } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';

const DRAWINGS = {
  // Three warp threads, two weft threads going over and under them.
  home: ['M3.5 3v14', 'M10 3v3.2', 'M10 9.4V17', 'M16.5 3v14', 'M1 7.8h.9', 'M5.2 7.8h9.6', 'M18.1 7.8h.9', 'M1 12.6h7.4', 'M11.6 12.6H19'],
  close: ['M5.5 5.5l9 9', 'M14.5 5.5l-9 9'],
  settings: ['M3 6.5h8', 'M15.5 6.5H17', 'M3 13.5h1.5', 'M9 13.5h8', 'M13.2 4.2a2.3 2.3 0 1 1 0 4.6a2.3 2.3 0 1 1 0-4.6', 'M6.8 11.2a2.3 2.3 0 1 1 0 4.6a2.3 2.3 0 1 1 0-4.6'],
};

/** The drawing `name` as an element hidden from screen readers (its button has the label). */
export function drawing(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 20 20', width: 20, height: 20, fill: 'none', stroke: 'currentColor', 'stroke-width': name === 'home' ? 2.2 : 1.7, 'stroke-linecap': 'round', 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of DRAWINGS[name]) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** An app's icon: its image (a data: URL; an image runs no script), or a coloured tile with its first letter. */
export function appIcon(app) {
  if (/^data:image\//.test(app.icon ?? '')) {
    const image = el('img', { class: 'app-icon', alt: '', src: app.icon, draggable: 'false' });
    image.addEventListener('error', () => image.replaceWith(letterTile(app)), { once: true });
    return image;
  }
  return letterTile(app);
}

function letterTile(app) {
  const letter = [...(app.name || app.app_id || '?')][0].toUpperCase();
  return el('span', { class: `app-icon tile-${hash(app.app_id ?? '') % 6}`, 'aria-hidden': 'true', text: letter });
}

function hash(text) {
  let h = 0;
  for (const c of text) h = (h * 31 + c.codePointAt(0)) >>> 0;
  return h;
}
