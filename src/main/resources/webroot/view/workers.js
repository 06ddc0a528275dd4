/** One cell per worker: its state, what it asks, how long it has been asking, and what happened last. */

import { describe, pageOf, subjectOf } from '../describe.js';
import { brief, count, counted, phaseName, priceFlow, span, stopwatch, words } from '../format.js';
import { errorsOf } from '../metrics.js';
import { shownState } from '../state.js';
import { attribute, h, keyed, text } from './dom.js';
import { hexagon, phaseGlyph } from './glyph.js';
import { lineNodes } from './line.js';

const STATE_WORDS = {
  idle: 'idle',
  waiting_limiter: 'waiting for its turn',
  searching: 'searching',
  returning: 'handing in',
  backing_off: 'backing off',
  rate_limited: 'rate limited',
  error: 'error',
  complete: 'complete',
};

export function mountWorkers(node) {
  const busy = h('span', { class: 'panel-note' });
  const list = h('ul', { class: 'cells', tabindex: '0', 'aria-label': 'Worker cells' });
  node.append(h('div', { class: 'panel-head' }, h('h2', { id: 'workers-title' }, 'Workers'), busy), list);

  return ({ watched, nowMillis }) => {
    const workers = watched?.workers ?? [];
    const status = watched?.run?.status;
    const searching = workers.filter((worker) => worker.open).length;
    text(busy, workers.length > 0 ? `${searching} of ${counted(workers.length, 'worker')} searching` : '');
    keyed(list, workers, (worker) => worker.id, create, (card, worker) => {
      update(card, worker, status, nowMillis);
      drawFigures(card, watched.metrics.workers[worker.id]);
    });
  };
}

function create(worker) {
  const state = h('span', { class: 'cell-state' });
  const clock = h('span', { class: 'cell-clock' });
  const ask = h('p', { class: 'cell-ask cut', dir: 'auto' });
  const phase = h('span', { class: 'cell-phase' });
  const price = h('span', { class: 'cell-price' });
  const terms = h('span', { class: 'cell-page' });
  const last = h('p', { class: 'cell-last cut' });
  const figures = h('p', { class: 'cell-figures cut' });
  const card = h('li', { class: 'cell', data: { testid: 'worker-card', workerId: worker.id } },
    h('div', { class: 'cell-head' }, hexagon(), h('h3', {}, `Worker ${worker.id}`), state, clock),
    ask,
    h('p', { class: 'cell-terms' }, phase, terms, price),
    last, figures);
  return Object.assign(card, { parts: { state, clock, ask, phase, price, terms, last, figures }, seen: {} });
}

function update(card, worker, status, nowMillis) {
  const { parts } = card;
  const shown = shownState(worker, status, nowMillis);
  attribute(card, 'data-state', shown);
  text(parts.state, STATE_WORDS[shown] ?? words(shown));
  text(parts.clock, clockOf(worker, shown, nowMillis));
  if (card.seen === worker) return;
  card.seen = worker;

  const ask = worker.ask;
  text(parts.ask, ask ? subjectOf(ask) : 'Nothing asked yet');
  attribute(parts.ask, 'title', ask ? brief(subjectOf(ask)) : null);
  attribute(card, 'data-phase', worker.phase);
  if (parts.phase.dataset.phase !== worker.phase) {
    parts.phase.dataset.phase = worker.phase ?? '';
    parts.phase.replaceChildren(...(worker.phase ? [phaseGlyph(worker.phase), ` ${phaseName(worker.phase)}`] : []));
  }
  text(parts.price, ask ? priceFlow(ask.api_params) : '');
  text(parts.terms, ask ? termsOf(ask) : '');
  if (card.last !== worker.last) {
    card.last = worker.last;
    parts.last.replaceChildren(...(worker.last ? [`${words(worker.last.action)}: `, ...lineNodes(describe(worker.last))] : []));
  }
}

/** What came of its requests so far. */
function drawFigures(card, figures) {
  if (card.figures === figures && figures !== undefined) return;
  card.figures = figures;
  const errors = errorsOf(figures);
  attribute(card.parts.figures, 'data-requests', figures?.requests ?? 0);
  text(card.parts.figures, [
    counted(figures?.requests ?? 0, 'request'),
    `${count(figures?.succeeded ?? 0)} read`,
    counted(errors, 'error'),
    figures?.response_ms?.p50 > 0 && `median ${span(figures.response_ms.p50)}`,
  ].filter(Boolean).join(' · '));
}

function termsOf(ask) {
  const page = pageOf(ask);
  return [page !== undefined && `page ${page}`, ask.attempt > 0 && `attempt ${ask.attempt}`].filter(Boolean).join(' · ');
}

/** Running while it asks; counting down while it must wait. */
function clockOf(worker, shown, nowMillis) {
  if (shown === 'searching' && worker.open?.started_at) return stopwatch(nowMillis - Date.parse(worker.open.started_at));
  if ((shown === 'backing_off' || shown === 'rate_limited') && worker.until) {
    return `again in ${stopwatch(Date.parse(worker.until) - nowMillis)}`;
  }
  return '';
}
