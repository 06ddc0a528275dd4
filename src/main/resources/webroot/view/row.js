/** One event as one row, the same in every feed. An event never changes, so a row is made once and left alone. */

import { describe, plain, toneOf } from '../describe.js';
import { brief, clock, span, words } from '../format.js';
import { h } from './dom.js';
import { phaseGlyph } from './glyph.js';
import { lineNodes } from './line.js';

export function createRow(event, testid) {
  const line = describe(event);
  return h('li', {
    class: 'row',
    data: { testid, seq: event.seq, action: event.action, tone: toneOf(event), workerId: event.worker_id },
  },
    h('span', { class: 'row-seq' }, String(event.seq)),
    h('time', { class: 'row-time', datetime: event.timestamp }, clock(event.timestamp)),
    h('span', { class: 'row-who' }, whoOf(event)),
    h('span', { class: 'row-what' }, phaseGlyph(event.phase), words(event.action)),
    h('span', { class: 'row-text cut', title: brief(plain(line), 600) }, ...lineNodes(line)),
    h('span', { class: 'row-span' }, Number.isFinite(event.duration_ms) ? span(event.duration_ms) : ''));
}

/** Pipeline events come from the system and name the worker whose page it was. */
function whoOf(event) {
  if (event.source_worker_id > 0) return `W${event.source_worker_id}`;
  return event.worker_id > 0 ? `W${event.worker_id}` : 'run';
}
