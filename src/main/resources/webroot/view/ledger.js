/** The ledger: every planned unit of a phase is in exactly one place, and the places sum to the plan. */

import { ENDED, count, phaseName, span, words } from '../format.js';
import { attribute, h, show, text } from './dom.js';
import { phaseGlyph } from './glyph.js';

const PARTS = [
  ['done', 'done'],
  ['failed', 'failed'],
  ['skipped', 'skipped'],
  ['in_flight', 'in flight'],
  ['waiting', 'waiting'],
];
/** Why a unit waits, of a number of them. */
const WHY = {
  ready: 'ready for the next free worker',
  limiter: 'held back by the rate limit',
  backoff: 'backing off after an error',
  paused: 'until the run is resumed',
  database: 'until the database is back',
};
const UNITS = { amazon: 'Amazon pages', ebay: 'eBay products' };

export function mountLedger(node) {
  const phases = ['amazon', 'ebay'].map(createPhase);
  node.append(
    h('h2', { class: 'visually-hidden', id: 'ledger-title' }, 'Ledger'),
    h('div', { class: 'ledger-phases' }, ...phases.map((phase) => phase.node)));

  return ({ watched, nowMillis }) => phases.forEach((phase) => phase.update(watched?.phases?.[phase.name], nowMillis, watched?.run?.status));
}

function createPhase(name) {
  const segments = PARTS.map(([key]) => h('span', { class: 'segment', data: { part: key } }));
  const bar = h('div', { class: 'bar', role: 'img' }, ...segments);
  const sum = h('span', { class: 'ledger-sum' });
  const figures = PARTS.map(([key, label]) => {
    const value = h('b', {});
    return { key, value, node: h('li', { data: { part: key } }, h('span', { class: 'swatch segment', data: { part: key } }), value, ` ${label}`) };
  });
  const note = h('p', { class: 'fine ledger-note' });
  const node = h('div', { class: 'ledger-phase', data: { testid: `ledger-${name}`, phase: name } },
    h('p', { class: 'ledger-head' }, h('span', { class: 'ledger-name' }, phaseGlyph(name), ` ${UNITS[name]}`), sum),
    bar,
    h('ul', { class: 'ledger-figures' }, ...figures.map((figure) => figure.node)),
    note);

  function update(counts, nowMillis, status) {
    const values = PARTS.map(([key]) => counts?.[key] ?? 0);
    const planned = counts?.planned ?? 0;
    const balanced = values.reduce((a, b) => a + b, 0) === planned;
    // Widths go through the CSSOM: the policy forbids style attributes, not styles.
    segments.forEach((segment, i) => {
      segment.style.flexGrow = values[i];
      show(segment, values[i] > 0);
    });
    figures.forEach((figure, i) => {
      text(figure.value, counts ? count(values[i]) : '–');
      attribute(figure.node, 'data-value', counts ? values[i] : null);
    });
    attribute(node, 'data-planned', counts ? planned : null);
    attribute(node, 'data-balanced', counts ? String(balanced) : null);
    text(sum, counts ? `${count(planned)} planned${counts.final ? '' : ' so far'}` : '–');
    attribute(bar, 'aria-label', `${phaseName(name)}: ${PARTS.map(([, label], i) => `${values[i]} ${label}`).join(', ')}, of ${planned} planned`);
    text(note, balanced ? noteOf(counts, nowMillis, status) : 'These do not sum to the plan: that is a bug.');
  }

  return { name, node, update };
}

/** Why units wait, and when the next one is tried. */
function noteOf(counts, nowMillis, status) {
  if (!counts) return '';
  if (ENDED.has(status) && counts.waiting > 0) return `${count(counts.waiting)} not collected: the run is ${words(status)}`;
  const why = Object.entries(counts.waiting_why ?? {})
    .filter(([, value]) => value > 0)
    .map(([reason, value]) => `${count(value)} ${WHY[reason] ?? words(reason)}`);
  const next = counts.next_try_at ? Date.parse(counts.next_try_at) - nowMillis : NaN;
  return [
    why.length > 0 && `waiting: ${why.join(', ')}`,
    next > 0 && counts.waiting > 0 && `next try in ${span(next)}`,
    counts.final && counts.waiting + counts.in_flight === 0 && 'nothing left to do',
  ].filter(Boolean).join(' · ');
}
