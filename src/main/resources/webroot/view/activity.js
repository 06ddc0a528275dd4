/** Every event of the run in its order, newest first, with a choice of what to see. */

import { count } from '../format.js';
import { h, keyed, show, text } from './dom.js';
import { createRow } from './row.js';

const MAX_ROWS = 100;
const FILTERS = [
  ['all', 'All', (watched) => watched.feed],
  ['errors', 'Errors', (watched) => watched.errors],
  ['pipeline', 'Pipeline', (watched) => watched.pipeline],
];

export function mountActivity(node) {
  let filter = 'all';
  let app = null;
  let seen = {};
  const note = h('span', { class: 'panel-note' });
  const list = h('ol', { class: 'rows rows-tall', tabindex: '0', 'aria-labelledby': 'activity-title', data: { testid: 'activity-feed' } });
  const empty = h('p', { class: 'empty' });
  const choices = FILTERS.map(([key, label]) => {
    const input = h('input', {
      type: 'radio', name: 'activity-filter', value: key, checked: key === filter,
      data: { testid: `filter-${key}` },
      onchange: () => {
        filter = key;
        list.scrollTop = 0;
        draw();
      },
    });
    return h('label', {}, input, h('span', {}, label));
  });
  node.append(
    h('div', { class: 'panel-head' }, h('h2', { id: 'activity-title' }, 'Activity'), note,
      h('fieldset', { class: 'choices' }, h('legend', { class: 'visually-hidden' }, 'Show'), ...choices)),
    empty, list);

  function draw() {
    const watched = app?.watched;
    const events = watched ? FILTERS.find(([key]) => key === filter)[2](watched) : [];
    if (events === seen.events && filter === seen.filter) return;
    seen = { events, filter };
    const rows = events.slice(-MAX_ROWS).reverse();
    keyed(list, rows, (event) => event.id, (event) => createRow(event, 'feed-row'));
    show(empty, rows.length === 0);
    text(empty, filter === 'errors' ? 'No errors.' : 'Nothing has happened yet.');
  }

  return (next) => {
    app = next;
    draw();
    const holes = app.watched?.holes ?? 0;
    text(note, holes > 0 ? `${count(holes)} events are missing: the server did not have them` : '');
  };
}
