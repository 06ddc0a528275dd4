/**
 * The state of one watched run: a pure reducer, message in, state out.
 *
 * Messages: `snapshot`, `event`, `end` from the stream; `history`, `errors`, `asks` from the log; `run`, `progress`,
 * `metrics` from the API; `skip_gap`. States are never changed, a message without effect returns the very same object.
 *
 * `seq` is the position in the log. An event at or before it changes nothing; one that leaves a hole is not applied but
 * noted in `gap`, so that what is shown is always a sequence without a hole, and whoever owns the connection can ask
 * again from `seq`.
 */

import { ENDED } from './format.js';
import { ERROR_ACTIONS, PIPELINE_ACTIONS } from './describe.js';
import { exactTotals, foldMetrics, metricsOf } from './metrics.js';

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
    errorsRead: false,
    metrics: metricsOf(),
    /** The newest event that stopped the run or ended it early, while it stands. */
    stop: null,
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
      return onErrorHistory(state, message.items);
    case 'asks':
      return withAsks(state, message.items);
    case 'run':
      return onRun(state, message.run);
    case 'progress':
      return onProgress(state, message.progress);
    case 'metrics':
      return onMetrics(state, message.metrics);
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
  const metrics = metricsOf({ ...data.metrics, seq: data.seq });
  return {
    ...initialState(state.runId),
    seq: data.seq,
    synced: true,
    snapshotSeq: data.seq,
    run: withExactTotals(data.run, metrics),
    runSeq: data.seq,
    phases: data.phases ?? null,
    phasesSeq: data.seq,
    workers: seats(data.run?.workers, (data.workers ?? []).map(workerOfSnapshot)),
    metrics,
  };
}

function onEvent(state, event) {
  if (!Number.isInteger(event?.seq) || event.seq <= state.seq) return state;
  if (event.seq > state.seq + 1) {
    return { ...state, gap: { expected: state.seq + 1, got: event.seq } };
  }
  const metrics = event.seq > state.metrics.seq ? foldMetrics(state.metrics, event) : state.metrics;
  const run = event.seq > state.runSeq && state.run ? foldRun(state.run, event) : state.run;
  return {
    ...state,
    seq: event.seq,
    gap: null,
    run: withExactTotals(run, metrics),
    metrics,
    stop: stopAfter(state.stop, event),
    workers: foldWorkers(state.workers, event),
    feed: append(state.feed, event, LIMITS.feed),
    pipeline: PIPELINE_ACTIONS.has(event.action) ? append(state.pipeline, event, LIMITS.pipeline) : state.pipeline,
    errors: ERROR_ACTIONS.has(event.action) ? append(state.errors, event, LIMITS.errors) : state.errors,
    ended: event.action === 'retry_gaps' ? null : state.ended,
  };
}

function onEnd(state, data) {
  const run = state.run && data.status ? { ...state.run, status: data.status } : state.run;
  return { ...state, run, ended: data, workers: atRest(state.workers, data.status) };
}

// ---- the log behind the snapshot: it fills the feeds and says what was asked; no state and no total moves by it

function onHistory(state, items) {
  const first = state.feed.length > 0 ? state.feed[0].seq : state.snapshotSeq + 1;
  const older = items.filter((event) => event.seq < first);
  if (older.length === 0) return state;
  return {
    ...withAsks(state, older),
    feed: prepend(state.feed, older, LIMITS.feed),
    pipeline: prepend(state.pipeline, older.filter((e) => PIPELINE_ACTIONS.has(e.action)), LIMITS.pipeline),
    stop: state.stop ?? older.reduce(stopAfter, null),
  };
}

/**
 * A snapshot knows each worker's newest event. Where that closed a request, what was asked stands in the `fetching`
 * before it.
 */
function withAsks(state, items) {
  const asked = new Map();
  for (const event of items) if (event.action === 'fetching') asked.set(event.worker_id, event);
  if (!state.workers.some((worker) => lacksAsk(worker) && asked.has(worker.id))) return state;
  return {
    ...state,
    workers: state.workers.map((worker) =>
      lacksAsk(worker) && asked.has(worker.id) ? { ...worker, ask: asked.get(worker.id) } : worker),
  };
}

/** The card knows of a request, but not what it asked for. */
export function lacksAsk(worker) {
  return Boolean(worker.ask) && worker.ask.action !== 'fetching';
}

/** Errors up to the snapshot as rows; they are counted in its metrics. */
function onErrorHistory(state, items) {
  const older = items.filter((event) => event.seq <= state.snapshotSeq && ERROR_ACTIONS.has(event.action));
  if (older.length === 0 || state.errorsRead) return state;
  return {
    ...state,
    errors: prepend(state.errors, older, LIMITS.errors),
    errorsRead: true,
  };
}

// ---- the API's answers

/**
 * An answer describes the run at its `last_seq`. The feed may be ahead of it by then, so the events it does not know
 * are folded on top; where they are no longer at hand, the answer is dropped and the next one comes soon.
 */
function onRun(state, run) {
  const now = caughtUp(state, run, run.last_seq ?? 0, state.runSeq, foldRun);
  if (!now) return state;
  return {
    ...state,
    run: withExactTotals(now.answer, state.metrics),
    runSeq: now.at,
    workers: seats(now.answer.workers, state.workers),
  };
}

function onMetrics(state, answer) {
  const now = caughtUp(state, metricsOf(answer), answer.seq ?? 0, state.metrics.seq, foldMetrics);
  if (!now) return state;
  return { ...state, metrics: now.answer, run: withExactTotals(state.run, now.answer) };
}

/** An answer brought to where the feed is, or null if it is of no use; `known` is the position of the last one. */
function caughtUp(state, answer, at, known, fold) {
  if (at >= state.seq) return at < known ? null : { answer, at };
  const tail = state.feed.filter((event) => event.seq > at);
  return tail.length === state.seq - at ? { answer: tail.reduce(fold, answer), at: state.seq } : null;
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

/** What an event says of its run, but for figures. */
function foldRun(run, event) {
  const next = { ...run, last_seq: event.seq };
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

/** What metrics say exactly comes from them alone, so a total and its breakdown never differ; distinct counts come with the run. */
function withExactTotals(run, metrics) {
  return run ? { ...run, totals: { ...run.totals, ...exactTotals(metrics) } } : run;
}

const STOPS = new Set(['pausing', 'paused', 'cancelled', 'failed']);

function stopAfter(stop, event) {
  if (STOPS.has(event.action)) return event;
  return event.action === 'resumed' || event.action === 'retry_gaps' ? null : stop;
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
