/** Two buttons and the number between them, for a list that is read part by part. */

import { count } from '../format.js';
import { h, show, text } from './dom.js';

export function createPages({ next, previous }) {
  const back = h('button', { class: 'quiet', type: 'button', onclick: previous }, 'Previous');
  const on = h('button', { class: 'quiet', type: 'button', onclick: next }, 'Next');
  const number = h('span', { class: 'panel-note' });
  const node = h('div', { class: 'pages' }, back, number, on);

  function update({ page, more }) {
    back.disabled = page === 1;
    on.disabled = !more;
    text(number, `page ${count(page)}`);
    show(node, page > 1 || more);
  }

  return { node, update };
}
