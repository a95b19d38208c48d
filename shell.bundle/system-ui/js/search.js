/** Which apps a typed word finds, best first. Pure. */

const plain = text => (text ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The apps that match every word of `query`: names that begin with it first, then words within names, then descriptions and ids. */
export function search(apps, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  return apps
    .map(app => ({ app, rank: Math.max(0, ...words.map(word => rankOf(app, word))) }))
    .filter(hit => Number.isFinite(hit.rank))
    .sort((a, b) => a.rank - b.rank || a.app.name.localeCompare(b.app.name, 'en'))
    .map(hit => hit.app);
}

function rankOf(app, word) {
  const name = plain(app.name);
  if (name.startsWith(word)) return 1;
  if (name.split(/[\s-]+/).some(part => part.startsWith(word))) return 2;
  if (name.includes(word)) return 3;
  if (plain(app.description).includes(word) || plain(app.app_id.split('.').at(-1)).includes(word)) return 4;
  return Infinity;
}

/** The index that an arrow key leads to in a grid of `count` cells and `columns` columns. The ends hold. */
export function move(index, key, count, columns) {
  if (count === 0) return -1;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
  const next = index + step;
  if (next >= 0 && next < count) return next;
  const lastRow = Math.floor((count - 1) / columns);
  if (key === 'ArrowDown' && Math.floor(index / columns) < lastRow) return count - 1;
  return index;
}
