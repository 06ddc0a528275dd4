/** The few steps every view takes with the DOM. Text goes in as text; nothing here parses markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. Of the properties `on…` are listeners, `data` is the dataset, `class` and the rest are attributes;
 * `false`, null and undefined are left out.
 */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function s(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(node, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key === 'data') Object.assign(node.dataset, value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Sets text only when it changed: an untouched node costs no layout and keeps a person's selection. */
export function text(node, value) {
  const next = String(value ?? '');
  if (node.textContent !== next) node.textContent = next;
}

export function attribute(node, name, value) {
  if (value === undefined || value === null || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
    return;
  }
  const next = value === true ? '' : String(value);
  if (node.getAttribute(name) !== next) node.setAttribute(name, next);
}

export function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

const rowsOf = new WeakMap();

/**
 * Makes a parent's children follow a list: a node per key, made once, moved when it must, removed when its item is gone.
 */
export function keyed(parent, items, keyOf, create, update = () => {}) {
  const before = rowsOf.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) after.set(keyOf(item), before.get(keyOf(item)) ?? create(item));
  for (const [key, node] of before) if (!after.has(key)) node.remove();
  let cursor = parent.firstChild;
  for (const item of items) {
    const node = after.get(keyOf(item));
    update(node, item);
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  rowsOf.set(parent, after);
}
