/** Errors by type and by stage. An interrupted request is no error of the source and in neither. */

import { count, words } from '../format.js';
import { attribute, h, keyed, show, text } from './dom.js';

export function mountErrors(node) {
  const note = h('span', { class: 'panel-note' });
  const empty = h('p', { class: 'empty' }, 'No errors.');
  const types = h('ul', { class: 'tally', data: { testid: 'errors-by-type' } });
  const stages = h('ul', { class: 'tally', data: { testid: 'errors-by-stage' } });
  const tables = h('div', { class: 'tallies' },
    h('div', {}, h('h3', {}, 'By type'), types),
    h('div', {}, h('h3', {}, 'By stage'), stages));
  node.append(h('div', { class: 'panel-head' }, h('h2', { id: 'errors-title' }, 'Errors'), note), empty, tables);
  let seen;

  return ({ watched }) => {
    const counts = watched?.errorCounts;
    const all = watched?.run?.totals?.errors ?? 0;
    // Only the newest errors of a very long run are read back; the note keeps the breakdown honest.
    text(note, counts && counts.total < all ? `${count(counts.total)} of ${count(all)} broken down` : '');
    if (counts === seen) return;
    seen = counts;
    const any = counts?.total > 0;
    show(empty, !any);
    show(tables, any);
    draw(types, counts?.byType ?? {});
    draw(stages, counts?.byStage ?? {});
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
