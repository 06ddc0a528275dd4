/** The figures of a run, each with its raw value beside the written one. */

import { count } from '../format.js';
import { attribute, h, text } from './dom.js';

const TILES = [
  ['products', 'Products'],
  ['sightings', 'Sightings'],
  ['sellers_found', 'Sellers found'],
  ['sellers_new', 'New sellers'],
  ['sellers_known', 'Known sellers'],
  ['requests', 'Requests'],
  ['errors', 'Errors'],
  ['gaps', 'Gaps'],
];

export function mountTotals(node) {
  const values = new Map();
  node.append(
    h('dl', { class: 'tiles' },
      ...TILES.map(([key, label]) => {
        const value = h('dd', { data: { testid: `total-${key.replaceAll('_', '-')}` } });
        values.set(key, value);
        return h('div', { class: 'tile', data: { total: key } }, h('dt', {}, label), value);
      })));

  return ({ watched }) => {
    const totals = watched?.run?.totals ?? {};
    for (const [key, value] of values) {
      text(value, count(totals[key]));
      attribute(value, 'data-value', totals[key]);
      attribute(value.parentNode, 'data-some', totals[key] > 0 ? 'true' : null);
    }
  };
}
