/** Every event of the run in its order, newest first, with a choice of what to see. */

import { ERROR_ACTIONS, PIPELINE_ACTIONS } from '../describe.js';
import { count } from '../format.js';
import { attribute, h, keyed, show, text } from './dom.js';
import { createRow } from './row.js';

const MAX_ROWS = 100;
const REQUEST_ACTIONS = new Set(['fetching', 'found', ...ERROR_ACTIONS]);
const FILTERS = [
  ['all', 'All', (watched) => watched.feed],
  ['requests', 'Requests', (watched) => watched.feed.filter((event) => REQUEST_ACTIONS.has(event.action))],
  ['errors', 'Errors', (watched) => watched.errors],
  ['pipeline', 'Pipeline', (watched) => watched.pipeline],
  ['run', 'Run', (watched) => watched.feed.filter((event) => event.worker_id === 0 && !PIPELINE_ACTIONS.has(event.action))],
];

export function mountActivity(node) {
  let filter = 'all';
  let worker = 0;
  let app = null;
  let seen = {};
  const note = h('span', { class: 'panel-note' });
  const list = h('ol', { class: 'rows rows-tall', tabindex: '0', 'aria-labelledby': 'activity-title', data: { testid: 'activity-feed' } });
  const empty = h('p', { class: 'empty' });
  const choices = FILTERS.map(([key, label]) => {
    const input = h('input', {
      type: 'radio', name: 'activity-filter', value: key, checked: key === filter,
      data: { testid: `filter-${key}` },
      onchange: () => choose(() => (filter = key)),
    });
    return h('label', {}, input, h('span', {}, label));
  });
  const everyone = h('option', { value: 0 }, 'all workers');
  const who = h('select', {
    'aria-label': 'Whose events', data: { testid: 'filter-worker' }, onchange: () => choose(() => (worker = Number(who.value))),
  }, everyone);
  const workers = h('optgroup', { label: 'One worker' });
  who.append(workers);
  node.append(
    h('div', { class: 'panel-head' }, h('h2', { id: 'activity-title' }, 'Activity'), note,
      h('div', { class: 'panel-tools' }, who,
        h('fieldset', { class: 'choices' }, h('legend', { class: 'visually-hidden' }, 'Show'), ...choices))),
    empty, list);

  function choose(change) {
    change();
    list.scrollTop = 0;
    draw();
  }

  function draw() {
    const { watched, runId } = app ?? {};
    if (seen.runId !== runId) worker = 0;
    if (watched?.feed === seen.feed && watched?.errors === seen.errors && filter === seen.filter && worker === seen.worker) return;
    seen = { feed: watched?.feed, errors: watched?.errors, filter, worker, runId };
    who.value = String(worker);
    const chosen = watched ? FILTERS.find(([key]) => key === filter)[2](watched) : [];
    const events = worker === 0 ? chosen : chosen.filter((event) => (event.worker_id || event.source_worker_id) === worker);
    const rows = events.slice(-MAX_ROWS).reverse();
    keyed(list, rows, (event) => event.id, (event) => createRow(event, 'feed-row'));
    show(empty, rows.length === 0);
    text(empty, emptyText(watched));
  }

  function emptyText(watched) {
    if (!watched || watched.feed.length === 0) return 'Nothing has happened yet.';
    return filter === 'errors' && worker === 0 ? 'No errors.' : 'None among the newest events.';
  }

  return (next) => {
    app = next;
    keyed(workers, app.watched?.workers ?? [], ({ id }) => id, ({ id }) => h('option', { value: id }, `worker ${id}`));
    draw();
    const holes = app.watched?.holes ?? 0;
    text(note, holes > 0 ? `${count(holes)} events are missing: the server did not have them` : '');
    attribute(note, 'data-problem', holes > 0 ? 'true' : null);
  };
}
