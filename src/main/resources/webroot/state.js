/**
 * The state of one watched run: a pure reducer, message in, state out.
 *
 * Messages: `snapshot`, `event`, `end` from the stream; `history`, `errors` from the log; `run`, `progress` from the
 * API; `skip_gap`. States are never changed, a message without effect returns the very same object.
 *
 * `seq` is the position in the log. An event at or before it changes nothing; one that leaves a hole is not applied but
 * noted in `gap`, so that what is shown is always a sequence without a hole, and whoever owns the connection can ask
 * again from `seq`.
 */

import { ENDED } from './format.js';
import { ERROR_ACTIONS, PIPELINE_ACTIONS } from './describe.js';

/** Most events kept, newest last. 500 of everything cover the replay of an answer several seconds old. */
export const LIMITS = { feed: 500, pipeline: 200, errors: 200, workers: 64 };

export function initialState(runId) {
  return {
    runId,
    seq: 0,
    synced: false,
    snapshotSeq: 0,
    run: null,
    runSeq: 0,
    phases: null,
    phasesSeq: 0,
    workers: [],
    feed: [],
    pipeline: [],
    errors: [],
    errorCounts: { byType: {}, byStage: {}, total: 0 },
    errorsRead: false,
    gap: null,
    holes: 0,
    ended: null,
  };
}

export function reduce(state, message) {
  switch (message.type) {
    case 'snapshot':
      return onSnapshot(state, message.data);
    case 'event':
      return onEvent(state, message.event);
    case 'end':
      return onEnd(state, message.data);
    case 'history':
      return onHistory(state, message.items);
    case 'errors':
      return onErrorHistory(state, message.items, message.counted);
    case 'run':
      return onRun(state, message.run);
    case 'progress':
      return onProgress(state, message.progress);
    case 'skip_gap':
      return state.gap
        ? { ...state, seq: state.gap.got - 1, holes: state.holes + state.gap.got - state.gap.expected, gap: null }
        : state;
    default:
      return state;
  }
}

// ---- the stream

function onSnapshot(state, data) {
  if (state.synced && data.seq <= state.seq) return state;
  const run = data.run;
  const known = data.metrics?.run;
  return {
    ...initialState(state.runId),
    seq: data.seq,
    synced: true,
    snapshotSeq: data.seq,
    run,
    runSeq: data.seq,
    phases: data.phases ?? null,
    phasesSeq: data.seq,
    workers: seats(run?.workers, (data.workers ?? []).map(workerOfSnapshot)),
    errorCounts: known?.errors_by_type
      ? { byType: known.errors_by_type, byStage: known.errors_by_stage ?? {}, total: sum(known.errors_by_type) }
      : { byType: {}, byStage: {}, total: 0 },
  };
}

function onEvent(state, event) {
  if (!Number.isInteger(event?.seq) || event.seq <= state.seq) return state;
  if (event.seq > state.seq + 1) {
    return { ...state, gap: { expected: state.seq + 1, got: event.seq } };
  }
  const ahead = event.seq > state.runSeq;
  return {
    ...state,
    seq: event.seq,
    gap: null,
    run: ahead && state.run ? foldRun(state.run, event) : state.run,
    workers: foldWorkers(state.workers, event),
    feed: append(state.feed, event, LIMITS.feed),
    pipeline: PIPELINE_ACTIONS.has(event.action) ? append(state.pipeline, event, LIMITS.pipeline) : state.pipeline,
    errors: ERROR_ACTIONS.has(event.action) ? append(state.errors, event, LIMITS.errors) : state.errors,
    errorCounts: countErrors(state.errorCounts, [event]),
    ended: event.action === 'retry_gaps' ? null : state.ended,
  };
}

function onEnd(state, data) {
  const run = state.run && data.status ? { ...state.run, status: data.status } : state.run;
  return { ...state, run, ended: data, workers: atRest(state.workers, data.status) };
}

// ---- the log behind the snapshot: it fills the feeds, and never moves workers or totals

function onHistory(state, items) {
  const first = state.feed.length > 0 ? state.feed[0].seq : state.snapshotSeq + 1;
  const older = items.filter((event) => event.seq < first);
  if (older.length === 0) return state;
  return {
    ...state,
    feed: prepend(state.feed, older, LIMITS.feed),
    pipeline: prepend(state.pipeline, older.filter((e) => PIPELINE_ACTIONS.has(e.action)), LIMITS.pipeline),
  };
}

/** Errors up to the snapshot, once for each; `counted` when the snapshot's metrics have them already. */
function onErrorHistory(state, items, counted) {
  const older = items.filter((event) => event.seq <= state.snapshotSeq && ERROR_ACTIONS.has(event.action));
  if (older.length === 0 || state.errorsRead) return state;
  return {
    ...state,
    errors: prepend(state.errors, older, LIMITS.errors),
    errorCounts: counted ? state.errorCounts : countErrors(state.errorCounts, older),
    errorsRead: true,
  };
}

// ---- the API's answers

/**
 * An answer describes the run at its `last_seq`. The feed may be ahead of it by then, so the events it does not know
 * are folded on top; where they are no longer at hand, the answer is dropped and the next one comes soon.
 */
function onRun(state, run) {
  const at = run.last_seq ?? 0;
  if (at >= state.seq) {
    return at < state.runSeq ? state : { ...state, run, runSeq: at, workers: seats(run.workers, state.workers) };
  }
  const tail = state.feed.filter((event) => event.seq > at);
  if (tail.length !== state.seq - at) return state;
  return { ...state, run: tail.reduce(foldRun, run), runSeq: state.seq };
}

function onProgress(state, progress) {
  if (!progress.phases || (progress.seq ?? 0) < state.phasesSeq) return state;
  return { ...state, phases: progress.phases, phasesSeq: progress.seq ?? state.phasesSeq };
}

// ---- folds

const STATUS_AFTER = {
  started: 'running',
  resumed: 'running',
  retry_gaps: 'running',
  pausing: 'pausing',
  paused: 'paused',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** What an event says exactly about its run. Distinct counts (products, known sellers, gaps) wait for the API. */
function foldRun(run, event) {
  const totals = { ...run.totals };
  if (event.action === 'fetching') totals.requests = (totals.requests ?? 0) + 1;
  if (event.action === 'found' && event.phase === 'ebay') {
    totals.sellers_found = (totals.sellers_found ?? 0) + (event.items_count ?? 0);
  }
  if (event.action === 'inserted') totals.sellers_new = (totals.sellers_new ?? 0) + (event.items_count ?? 0);
  if (isCountedError(event)) totals.errors = (totals.errors ?? 0) + 1;

  const next = { ...run, totals, last_seq: event.seq };
  const ofPhase = event.scope === 'phase';
  if (!ofPhase && STATUS_AFTER[event.action]) {
    next.status = STATUS_AFTER[event.action];
    next.reason = next.status === 'running' ? undefined : event.reason;
    if (event.round) next.round = event.round;
    if (event.action === 'retry_gaps') delete next.ended_at;
    if (event.action === 'started') next.started_at = next.started_at ?? event.timestamp;
  }
  if (event.action === 'complete' && ofPhase && event.phase === 'amazon') next.phase = 'ebay';
  return next;
}

function isCountedError(event) {
  return ERROR_ACTIONS.has(event.action) && event.reason !== 'interrupted';
}

function countErrors(counts, events) {
  const counted = events.filter(isCountedError);
  if (counted.length === 0) return counts;
  const byType = { ...counts.byType };
  const byStage = { ...counts.byStage };
  for (const event of counted) {
    const type = event.error_type ?? 'unknown';
    const stage = event.error_stage ?? 'unknown';
    byType[type] = (byType[type] ?? 0) + 1;
    byStage[stage] = (byStage[stage] ?? 0) + 1;
  }
  return { byType, byStage, total: counts.total + counted.length };
}

/**
 * `open` is the request under way, `ask` the newest one, under way or not: what the card is about until the next. `last`
 * is what came of something; it stays while the next request runs.
 */
function workerOfSnapshot(worker) {
  return {
    id: worker.worker_id,
    state: worker.state ?? 'idle',
    phase: worker.phase ?? worker.open?.phase ?? worker.last?.phase,
    open: worker.open,
    ask: worker.open ?? (worker.last?.unit ? worker.last : undefined),
    last: worker.last?.action === 'fetching' ? undefined : worker.last,
    until: worker.until,
  };
}

function foldWorkers(workers, event) {
  if (event.worker_id > 0) {
    return change(seats(event.worker_id, workers), event.worker_id, (worker) => workerAfter(worker, event));
  }
  if (PIPELINE_ACTIONS.has(event.action) && event.source_worker_id > 0) {
    return change(workers, event.source_worker_id, (worker) => ({ ...worker, last: event }));
  }
  if (event.action === 'paused' || event.action === 'cancelled' || event.action === 'failed') {
    return atRest(workers, event.action);
  }
  if (event.action === 'complete' && event.scope === 'run') return atRest(workers, 'completed');
  if (event.action === 'retry_gaps') return workers.map((worker) => ({ ...worker, state: 'idle' }));
  return workers;
}

function workerAfter(worker, event) {
  const closed = { ...worker, last: event, open: undefined, until: undefined };
  switch (event.action) {
    case 'fetching':
      return { ...closed, last: worker.last, state: 'searching', phase: event.phase, open: event, ask: event };
    case 'found':
      return { ...closed, state: 'returning' };
    case 'rate_limited':
      return { ...closed, state: 'rate_limited', until: event.next_try_at };
    case 'error':
      // Without an attempt it is about one row of a page that was read: the request went on.
      if (event.attempt === undefined) return { ...worker, last: event };
      if (event.reason === 'interrupted') return { ...closed, state: 'idle' };
      return { ...closed, state: event.next_try_at ? 'backing_off' : 'error', until: event.next_try_at };
    default:
      return { ...worker, last: event };
  }
}

function atRest(workers, status) {
  const state = status === 'completed' || status === 'completed_with_gaps' ? 'complete' : 'idle';
  return workers.map((worker) => ({ ...worker, state, open: undefined, until: undefined }));
}

/**
 * What a card shows of a worker at a moment. A wait that is over and a page long handed in have no event of their own:
 * the worker is then between units.
 */
export function shownState(worker, status, nowMillis) {
  if (ENDED.has(status)) return worker.state;
  const waited = worker.state === 'backing_off' || worker.state === 'rate_limited';
  if (waited && worker.until && Date.parse(worker.until) < nowMillis) return 'waiting_limiter';
  if (worker.state === 'returning' && Date.parse(worker.last?.timestamp) + 2000 < nowMillis) return 'idle';
  return worker.state;
}

// ---- small things

/** Workers 1…count, those known first-hand kept. */
function seats(count, known) {
  const highest = Math.min(LIMITS.workers, Math.max(count ?? 0, ...known.map((worker) => worker.id), 0));
  if (known.length === highest) return known;
  const byId = new Map(known.map((worker) => [worker.id, worker]));
  return Array.from({ length: highest }, (_, i) => byId.get(i + 1) ?? { id: i + 1, state: 'idle' });
}

function change(workers, id, fold) {
  return workers.map((worker) => (worker.id === id ? fold(worker) : worker));
}

function append(list, item, limit) {
  return list.length < limit ? [...list, item] : [...list.slice(list.length - limit + 1), item];
}

function prepend(list, older, limit) {
  return [...older, ...list].slice(-limit);
}

function sum(counts) {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}
