/** The list of runs, newest first; each opens at its own address. */

import { count, day, words } from '../format.js';
import { attribute, h, keyed, show, text } from './dom.js';
import { hexagon } from './glyph.js';

/** What a first visitor will see. */
const HOW = [
  'Choose categories and start. Each worker takes one page of best sellers at a time.',
  'Every product found becomes a search on eBay around its double price; whoever offers it there is kept once, as a seller.',
  'Each request, error, duplicate and new seller is an event on the run’s page. It can be left and opened again at any time: nothing is missed.',
];

export function mountRuns(node) {
  const list = h('ol', { class: 'runs-list', data: { testid: 'runs-list' } });
  const empty = h('p', { class: 'empty' });
  const how = h('ol', { class: 'how' }, ...HOW.map((step) => h('li', {}, step)));
  node.append(h('h2', { id: 'runs-title' }, 'Runs'), empty, how, list);
  let seen;

  function create(run) {
    const name = h('bdi', { class: 'cut' });
    const status = h('span', { class: 'status' });
    const figures = h('span', { class: 'runs-figures' });
    const when = h('span', {});
    const item = h('li', { data: { testid: 'run-item', runId: run.id } },
      h('a', { class: 'runs-link', href: `#/runs/${encodeURIComponent(run.id)}` },
        h('span', { class: 'run-glyph' }, hexagon()),
        h('span', { class: 'runs-name' }, name),
        status,
        h('span', { class: 'runs-more' }, figures, when)));
    return Object.assign(item, { name, status, figures, when });
  }

  function update(item, run) {
    item.dataset.status = run.status;
    text(item.name, run.name || 'Unnamed run');
    attribute(item.status, 'data-status', run.status);
    text(item.status, words(run.status));
    text(item.figures, `${count(run.totals?.products)} products · ${count(run.totals?.sellers_new)} new sellers`);
    text(item.when, day(run.started_at ?? run.created_at));
  }

  return ({ runs }) => {
    if (runs === seen && seen !== undefined) return;
    seen = runs;
    keyed(list, runs ?? [], (run) => run.id, create, update);
    text(empty, runs ? 'No run yet. What will happen:' : 'Loading…');
    show(empty, !runs || runs.length === 0);
    show(how, runs?.length === 0);
  };
}
