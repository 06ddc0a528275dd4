// Runs in the browser of the tests (PageModulesIT), and where node is at hand: node --test src/test/js/

import assert from 'node:assert/strict';
import test from 'node:test';
import { initialState, lacksAsk, LIMITS, reduce, shownState } from '../../main/resources/webroot/state.js';

const AT = '2026-03-04T12:00:00.000000Z';
const TOTALS = {
  products: 0, sightings: 0, sellers_found: 0, sellers_new: 0, sellers_known: 0, requests: 0, errors: 0, gaps: 0,
};

const runAt = (lastSeq, totals = {}, more = {}) => ({
  id: 'r', status: 'running', phase: 'amazon', round: 1, workers: 2, last_seq: lastSeq, totals: { ...TOTALS, ...totals }, ...more,
});
const event = (seq, action, more = {}) => ({
  id: `e${seq}`, run_id: 'r', seq, timestamp: AT, worker_id: 1, phase: 'ebay', action, ...more,
});
const snapshot = (seq, more = {}) => ({ type: 'snapshot', data: { seq, run: runAt(seq), workers: [], ...more } });
const feed = (state, ...events) => events.reduce((s, e) => reduce(s, { type: 'event', event: e }), state);
const opened = (seq = 0, more = {}) => reduce(initialState('r'), snapshot(seq, more));
const seqs = (list) => list.map((e) => e.seq);

test('starts at the snapshot with a card for every worker', () => {
  const state = opened(7, { workers: [{ worker_id: 2, state: 'searching', open: event(6, 'fetching', { worker_id: 2 }) }] });

  assert.equal(state.seq, 7);
  assert.deepEqual(state.workers.map((w) => [w.id, w.state]), [[1, 'idle'], [2, 'searching']]);
});

test('applies events in order and keeps them as they came', () => {
  const state = feed(opened(), event(1, 'fetching'), event(2, 'found', { items_count: 3 }));

  assert.equal(state.seq, 2);
  assert.deepEqual(seqs(state.feed), [1, 2]);
});

test('an event at or before the position changes nothing, not even the object', () => {
  const state = feed(opened(), event(1, 'fetching'), event(2, 'found', { items_count: 3 }));

  assert.equal(feed(state, event(2, 'found', { items_count: 3 })), state);
  assert.equal(feed(state, event(1, 'fetching')), state);
});

test('a hole is noted and nothing after it is shown until it is filled', () => {
  const before = feed(opened(), event(1, 'fetching'));
  const holed = feed(before, event(3, 'fetching'));

  assert.deepEqual(holed.gap, { expected: 2, got: 3 });
  assert.equal(holed.seq, 1);
  assert.deepEqual(seqs(holed.feed), [1]);

  const filled = feed(holed, event(2, 'found', { items_count: 0 }), event(3, 'fetching'));

  assert.equal(filled.gap, null);
  assert.deepEqual(seqs(filled.feed), [1, 2, 3]);
});

test('a hole the server cannot fill is skipped and counted', () => {
  const holed = feed(opened(), event(1, 'fetching'), event(5, 'fetching'));
  const skipped = reduce(holed, { type: 'skip_gap' });

  assert.deepEqual([skipped.seq, skipped.holes, skipped.gap], [4, 3, null]);
  assert.deepEqual(seqs(feed(skipped, event(5, 'fetching')).feed), [1, 5]);
});

test('ignores messages, fields and actions that it does not know', () => {
  const state = opened();

  assert.equal(reduce(state, { type: 'from_the_future' }), state);
  const after = feed(state, event(1, 'from_the_future', { novel: { a: 1 } }));
  assert.equal(after.seq, 1);
  assert.equal(after.feed.length, 1);
});

test('folds the totals that an event states exactly, and no others', () => {
  const state = feed(
    opened(),
    event(1, 'fetching'),
    event(2, 'found', { items_count: 9 }),
    event(3, 'error', { error_type: 'parse_error', error_stage: 'seller_extraction', items_count: 1 }),
    event(4, 'deduped', { worker_id: 0, source_worker_id: 1, items_count: 5 }),
    event(5, 'inserted', { worker_id: 0, source_worker_id: 1, items_count: 3 }),
    event(6, 'uploading', { worker_id: 0, phase: 'amazon', source_worker_id: 1, items_count: 50 }),
  );

  assert.deepEqual(state.run.totals, { ...TOTALS, requests: 1, sellers_found: 9, errors: 1, sellers_new: 3 });
  assert.equal(state.metrics.run.products, 50);
  assert.deepEqual(state.metrics.workers[1].errors_by_stage, { seller_extraction: 1 });
  assert.equal(state.metrics.workers[1].sellers_new, 3);
});

test('products found on Amazon are not sellers found', () => {
  assert.equal(feed(opened(), event(1, 'found', { phase: 'amazon', items_count: 50 })).run.totals.sellers_found, 0);
});

test('an interrupted request is no error', () => {
  const state = feed(opened(), event(1, 'error', { attempt: 1, error_type: 'api_error', error_stage: 'api', reason: 'interrupted' }));

  assert.equal(state.run.totals.errors, 0);
  assert.deepEqual([state.metrics.run.interrupted, state.metrics.run.failed], [1, 0]);
  assert.equal(state.workers[0].state, 'idle');
});

const measured = (seq, requests, more = {}) => ({
  type: 'metrics',
  metrics: { seq, run: { requests, errors_by_type: {}, errors_by_stage: {}, ...more }, workers: [{ worker_id: 1, requests }] },
});

test('distinct counts come with the run, the others from the metrics', () => {
  const state = feed(opened(), event(1, 'fetching'), event(2, 'found', { items_count: 4 }));
  const refreshed = reduce(state, { type: 'run', run: runAt(2, { requests: 99, sightings: 4, products: 2 }) });

  assert.deepEqual(refreshed.run.totals, { ...TOTALS, products: 2, sightings: 4, requests: 1, sellers_found: 4 });
  assert.equal(refreshed.runSeq, 2);
});

test('events that an answer did not know are folded on top of it', () => {
  const state = feed(opened(), event(1, 'fetching'), event(2, 'found', { items_count: 4 }), event(3, 'fetching'));
  const refreshed = reduce(state, measured(1, 1, { response_ms: { p50: 7, p95: 9 } }));

  assert.deepEqual([refreshed.run.totals.requests, refreshed.run.totals.sellers_found], [2, 4]);
  assert.deepEqual(refreshed.metrics.workers[1].requests, 2);
  assert.equal(refreshed.metrics.run.response_ms.p95, 9);
});

test('events that an answer knew already are not counted twice', () => {
  const ahead = reduce(opened(), measured(2, 2));
  const state = feed(ahead, event(1, 'fetching'), event(2, 'fetching'), event(3, 'fetching'));

  assert.equal(state.run.totals.requests, 3);
});

test('the total of errors is the sum of each breakdown, whatever came when', () => {
  const failed = (seq) => event(seq, 'error', { attempt: 1, error_type: 'timeout', error_stage: 'api' });
  const known = { errors_by_type: { timeout: 5, rate_limit: 1 }, errors_by_stage: { api: 6 } };
  const steps = [
    (state) => feed(state, failed(1), failed(2)),
    (state) => reduce(state, measured(1, 1, known)),
    (state) => reduce(state, { type: 'run', run: runAt(9, { errors: 77 }) }),
    (state) => feed(state, failed(3)),
  ];
  let state = opened();
  for (const step of steps) {
    state = step(state);
    const { errors_by_type: types, errors_by_stage: stages } = state.metrics.run;
    const sum = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);
    assert.deepEqual([sum(types), sum(stages)], [state.run.totals.errors, state.run.totals.errors]);
  }
  assert.equal(state.run.totals.errors, 8);
});

test('an answer older than the last one is dropped', () => {
  const ahead = reduce(opened(), { type: 'run', run: runAt(5, { requests: 5 }) });

  assert.equal(reduce(ahead, { type: 'run', run: runAt(4, { requests: 4 }) }), ahead);
});

test('an answer from before the events at hand is dropped', () => {
  const state = feed(opened(100), event(101, 'fetching'));

  assert.equal(reduce(state, { type: 'run', run: runAt(50) }), state);
});

test('progress never goes back', () => {
  const phases = (done) => ({ amazon: { planned: 9, done } });
  const state = reduce(opened(), { type: 'progress', progress: { seq: 4, phases: phases(4) } });

  assert.equal(reduce(state, { type: 'progress', progress: { seq: 3, phases: phases(3) } }), state);
  assert.equal(reduce(state, { type: 'progress', progress: { seq: 5, phases: phases(5) } }).phases.amazon.done, 5);
});

test('a worker goes through its states', () => {
  const ask = { unit: 'ebay:B0', attempt: 1, started_at: AT };
  const steps = [
    [event(1, 'fetching', ask), 'searching'],
    [event(2, 'rate_limited', { ...ask, error_type: 'rate_limit', next_try_at: AT }), 'rate_limited'],
    [event(3, 'fetching', { ...ask, attempt: 2 }), 'searching'],
    [event(4, 'error', { ...ask, attempt: 2, error_type: 'timeout', next_try_at: AT }), 'backing_off'],
    [event(5, 'fetching', { ...ask, attempt: 3 }), 'searching'],
    [event(6, 'error', { ...ask, attempt: 3, error_type: 'timeout' }), 'error'],
    [event(7, 'fetching', ask), 'searching'],
    [event(8, 'found', { ...ask, items_count: 1 }), 'returning'],
    [event(9, 'complete', { worker_id: 0, scope: 'phase' }), 'returning'],
    [event(10, 'complete', { worker_id: 0, scope: 'run' }), 'complete'],
  ];
  let state = opened();
  for (const [step, expected] of steps) {
    state = feed(state, step);
    assert.equal(state.workers[0].state, expected, step.action);
  }
  assert.equal(state.workers[0].open, undefined);
});

test('a row error leaves its worker where it was', () => {
  const state = feed(opened(), event(1, 'found', { attempt: 1, items_count: 2 }), event(2, 'error', { error_type: 'parse_error' }));

  assert.equal(state.workers[0].state, 'returning');
  assert.equal(state.workers[0].last.seq, 2);
});

test('a pipeline event shows on the card of the worker whose page it was', () => {
  const state = feed(opened(), event(1, 'inserted', { worker_id: 0, source_worker_id: 2, items_count: 1 }));

  assert.equal(state.workers[1].last.seq, 1);
  assert.equal(state.workers[0].last, undefined);
});

test('what came last stays on the card while the next request runs', () => {
  const state = feed(opened(), event(1, 'found', { attempt: 1, items_count: 2 }), event(2, 'fetching', { attempt: 1 }));

  assert.deepEqual([state.workers[0].last.seq, state.workers[0].open.seq], [1, 2]);
});

test('a wait that is over and a page long handed in show as between units', () => {
  const now = Date.parse(AT);

  assert.equal(shownState({ state: 'backing_off', until: AT }, 'running', now + 1), 'waiting_limiter');
  assert.equal(shownState({ state: 'backing_off', until: AT }, 'running', now - 1), 'backing_off');
  assert.equal(shownState({ state: 'returning', last: { timestamp: AT } }, 'running', now + 60_000), 'idle');
  assert.equal(shownState({ state: 'complete', last: { timestamp: AT } }, 'completed', now + 60_000), 'complete');
});

test('the status follows the run actions', () => {
  const system = (seq, action, more) => event(seq, action, { worker_id: 0, ...more });
  let state = feed(opened(), system(1, 'pausing', { reason: 'user' }), system(2, 'paused', { reason: 'user' }));
  assert.equal(state.run.status, 'paused');
  state = feed(state, system(3, 'resumed', { reason: 'user' }), system(4, 'pausing', { reason: 'budget' }));
  assert.deepEqual([state.run.status, state.run.reason], ['pausing', 'budget']);
  state = feed(state, system(5, 'resumed', { reason: 'user' }));
  assert.deepEqual([state.run.status, state.run.reason], ['running', undefined]);
  state = feed(state, system(6, 'cancelled', { reason: 'user' }));
  assert.equal(state.run.status, 'cancelled');
});

test('the end settles the status and the workers, and another round takes it back', () => {
  const ended = reduce(opened(3), { type: 'end', data: { last_seq: 3, status: 'completed_with_gaps' } });
  assert.equal(ended.run.status, 'completed_with_gaps');
  assert.deepEqual(ended.workers.map((w) => w.state), ['complete', 'complete']);

  const again = feed(ended, event(4, 'retry_gaps', { worker_id: 0, round: 2 }));
  assert.deepEqual([again.ended, again.run.status, again.run.round], [null, 'running', 2]);
});

test('the log behind the snapshot joins the feed without a repeat', () => {
  const live = feed(opened(3), event(4, 'fetching'));
  const history = [1, 2, 3, 4].map((seq) => event(seq, seq === 2 ? 'inserted' : 'found'));
  const state = reduce(live, { type: 'history', items: history });

  assert.deepEqual(seqs(state.feed), [1, 2, 3, 4]);
  assert.deepEqual(seqs(state.pipeline), [2]);
  assert.equal(reduce(state, { type: 'history', items: history }), state);
  assert.deepEqual(state.run, live.run);
});

test('errors before the snapshot are rows once, and counted by its metrics', () => {
  const error = (seq) => event(seq, 'error', { error_type: 'timeout', error_stage: 'api', attempt: 1 });
  const metrics = { run: { errors_by_type: { timeout: 1 }, errors_by_stage: { api: 1 } }, workers: [] };
  const live = feed(opened(3, { metrics }), error(4));
  const state = reduce(live, { type: 'errors', items: [error(2), error(4)] });

  assert.deepEqual(state.metrics.run.errors_by_type, { timeout: 2 });
  assert.deepEqual(seqs(state.errors), [2, 4]);
  assert.equal(reduce(state, { type: 'errors', items: [error(2), error(4)] }), state);
});

test('what a worker asked comes from the log where the snapshot has only the outcome', () => {
  const asked = event(4, 'fetching', { unit: 'ebay:B0', api_params: { page: 2 } });
  const state = opened(9, { workers: [{ worker_id: 1, state: 'complete', last: event(5, 'found', { unit: 'ebay:B0', attempt: 1 }) }] });
  assert.ok(lacksAsk(state.workers[0]));

  const known = reduce(state, { type: 'asks', items: [event(2, 'fetching', { unit: 'ebay:A0' }), asked] });

  assert.equal(known.workers[0].ask, asked);
  assert.equal(known.workers[0].state, 'complete');
  assert.equal(reduce(known, { type: 'asks', items: [event(2, 'fetching')] }), known);
  assert.equal(reduce(state, { type: 'history', items: [asked] }).workers[0].ask, asked);
});

test('why a run stopped is known, also from the log, until it goes on', () => {
  const paused = event(9, 'paused', { worker_id: 0, reason: 'budget', details: { message: 'used up' } });
  const state = reduce(opened(9), { type: 'history', items: [event(8, 'found'), paused] });
  assert.equal(state.stop, paused);

  assert.equal(feed(state, event(10, 'resumed', { worker_id: 0 })).stop, null);
});

test('a snapshot from before the position changes nothing, a later one starts anew', () => {
  const state = feed(opened(), event(1, 'fetching'));

  assert.equal(reduce(state, snapshot(1)), state);
  const later = reduce(state, snapshot(50));
  assert.deepEqual([later.seq, later.feed.length], [50, 0]);
});

test('nothing grows without a bound', () => {
  const many = Array.from({ length: 2000 }, (_, i) => event(i + 1, i % 2 ? 'inserted' : 'error', { attempt: 1, worker_id: i % 2 ? 0 : 1 + i }));
  const state = feed(opened(), ...many);

  assert.equal(state.feed.length, LIMITS.feed);
  assert.equal(state.pipeline.length, LIMITS.pipeline);
  assert.equal(state.errors.length, LIMITS.errors);
  assert.equal(state.workers.length, LIMITS.workers);
  assert.equal(state.feed.at(-1).seq, 2000);
});
