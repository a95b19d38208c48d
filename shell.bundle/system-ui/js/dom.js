/** Building and updating elements. Data becomes text nodes only: nothing here parses markup. */

/** An element with properties (`class`, `text`, `on…` listeners, anything else as attribute) and children. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) set(node, key, value);
  node.append(...children);
  return node;
}

function set(node, key, value) {
  if (key === 'class') node.className = value;
  else if (key === 'text') node.textContent = value;
  else if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
  else if (value !== false && value != null) node.setAttribute(key, value === true ? '' : value);
}

/** Writes text only if it changed, so that live regions do not speak twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Makes `parent`'s children match `items`, reusing the element of an item with the same key, so that focus and hover stay.
 * `keyOf(item, index)` names an item, `create(item)` makes an element, `update(element, item)` brings it up to date.
 */
export function keyed(parent, items, keyOf, create, update) {
  const old = new Map([...parent.children].map(child => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const key = String(keyOf(item, index));
    const node = old.get(key) ?? create(item);
    node.dataset.key = key;
    old.delete(key);
    update(node, item);
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  for (const gone of old.values()) gone.remove();
}
