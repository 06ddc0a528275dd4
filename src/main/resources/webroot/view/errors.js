/** Errors by type and by stage: each error of the total stands in both. An interrupted request is no error of the source. */

import { count, words } from '../format.js';
import { attribute, h, keyed, show, text } from './dom.js';

export function mountErrors(node) {
  const note = h('span', { class: 'panel-note', data: { testid: 'errors-total' } });
  const empty = h('p', { class: 'empty' }, 'No errors.');
  const types = h('ul', { class: 'tally', data: { testid: 'errors-by-type' } });
  const stages = h('ul', { class: 'tally', data: { testid: 'errors-by-stage' } });
  const tables = h('div', { class: 'tallies' },
    h('div', {}, h('h3', {}, 'By type'), types),
    h('div', {}, h('h3', {}, 'By stage'), stages));
  node.append(h('div', { class: 'panel-head' }, h('h2', { id: 'errors-title' }, 'Errors'), note), empty, tables);
  let seen;

  return ({ watched }) => {
    const figures = watched?.metrics.run;
    if (figures === seen) return;
    seen = figures;
    const errors = watched?.run?.totals?.errors ?? 0;
    text(note, errors > 0 ? `${count(errors)}, each in both columns` : '');
    show(empty, errors === 0);
    show(tables, errors > 0);
    draw(types, figures?.errors_by_type ?? {});
    draw(stages, figures?.errors_by_stage ?? {});
  };
}

function draw(list, counts) {
  const rows = Object.entries(counts).filter(([, value]) => value > 0).sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  const highest = rows.length > 0 ? rows[0][1] : 1;
  keyed(list, rows, ([key]) => key, create, (item, [key, value]) => {
    attribute(item, 'data-value', value);
    text(item.number, count(value));
    item.bar.max = highest;
    item.bar.value = value;
    attribute(item.bar, 'aria-label', `${words(key)}: ${value}`);
  });
}

function create([key]) {
  const number = h('span', { class: 'tally-number' });
  const bar = h('progress', {});
  return Object.assign(h('li', { data: { key } }, h('span', { class: 'tally-name' }, words(key)), bar, number), { number, bar });
}
