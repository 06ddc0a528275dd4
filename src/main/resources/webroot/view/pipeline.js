/** What became of the pages: stored, recognised, refreshed, new; each with the worker whose page it was. */

import { h, keyed, show } from './dom.js';
import { createRow } from './row.js';

const MAX_ROWS = 60;

export function mountPipeline(node) {
  const list = h('ol', { class: 'rows', tabindex: '0', 'aria-labelledby': 'pipeline-title', data: { testid: 'pipeline-feed' } });
  const empty = h('p', { class: 'empty' }, 'Pages that were read will arrive here.');
  node.append(
    h('div', { class: 'panel-head' }, h('h2', { id: 'pipeline-title' }, 'Pipeline'),
      h('span', { class: 'panel-note' }, 'page by page, newest first')),
    empty, list);
  let seen;

  return ({ watched }) => {
    const events = watched?.pipeline ?? [];
    if (events === seen) return;
    seen = events;
    keyed(list, events.slice(-MAX_ROWS).reverse(), (event) => event.id, (event) => createRow(event, 'pipeline-row'));
    show(empty, events.length === 0);
  };
}
