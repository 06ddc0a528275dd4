/** The list of runs, newest first; each opens at its own address. */

import { count, day, words } from '../format.js';
import { attribute, h, keyed, show, text } from './dom.js';
import { hexagon } from './glyph.js';

export function mountRuns(node) {
  const list = h('ol', { class: 'runs-list', data: { testid: 'runs-list' } });
  const empty = h('p', { class: 'empty' });
  node.append(h('h2', { id: 'runs-title' }, 'Runs'), empty, list);
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
    text(empty, runs ? 'No run yet. The button on this page starts the first one.' : 'Loading…');
    show(empty, !runs || runs.length === 0);
  };
}
