/**
 * The figures of a run and of each worker, folded on with events; pure. The server folds the same way, so what it said of
 * a position and the events since give what it would say now. Response times are the exception: they need every time ever
 * measured, and stay as the server said them last.
 */

import { ERROR_ACTIONS } from './describe.js';

const NOTHING = { requests: 0, succeeded: 0, failed: 0, interrupted: 0, retries: 0, products: 0, sellers_found: 0, sellers_new: 0 };

/** Figures as the API gives them (`{seq, run, workers}`), the workers by their id. */
export function metricsOf(answer) {
  return {
    seq: answer?.seq ?? 0,
    run: { ...none(), ...answer?.run },
    workers: Object.fromEntries((answer?.workers ?? []).map((worker) => [worker.worker_id, worker])),
  };
}

export function foldMetrics(metrics, event) {
  const id = event.worker_id > 0 ? event.worker_id : event.source_worker_id;
  return {
    seq: event.seq,
    run: foldFigures(metrics.run, event),
    workers: id > 0 ? { ...metrics.workers, [id]: foldFigures(metrics.workers[id] ?? none(), event) } : metrics.workers,
  };
}

/** The totals of a run that its figures give exactly. */
export function exactTotals({ run }) {
  return {
    sellers_found: run.sellers_found,
    sellers_new: run.sellers_new,
    requests: run.requests,
    errors: errorsOf(run),
  };
}

/** Errors of requests and of rows; an interrupted request is neither. */
export function errorsOf(figures) {
  return Object.values(figures?.errors_by_type ?? {}).reduce((a, b) => a + b, 0);
}

function foldFigures(figures, event) {
  switch (event.action) {
    case 'fetching':
      return plus(figures, { requests: 1, retries: event.attempt > 1 ? 1 : 0 });
    case 'found':
      return plus(figures, { succeeded: 1, sellers_found: event.phase === 'ebay' ? (event.items_count ?? 0) : 0 });
    case 'uploading':
      return plus(figures, { products: event.items_count ?? 0 });
    case 'inserted':
      return plus(figures, { sellers_new: event.items_count ?? 0 });
    default:
      return ERROR_ACTIONS.has(event.action) ? foldError(figures, event) : figures;
  }
}

/** Without an attempt it is about one row of a page that was read, so no request failed. */
function foldError(figures, event) {
  if (event.reason === 'interrupted') return plus(figures, { interrupted: 1 });
  return {
    ...plus(figures, { failed: event.attempt === undefined ? 0 : 1 }),
    errors_by_type: plus(figures.errors_by_type, { [event.error_type ?? 'unknown']: 1 }),
    errors_by_stage: plus(figures.errors_by_stage, { [event.error_stage ?? 'unknown']: 1 }),
  };
}

function plus(figures, more) {
  const next = { ...figures };
  for (const [key, value] of Object.entries(more)) next[key] = (next[key] ?? 0) + value;
  return next;
}

function none() {
  return { ...NOTHING, errors_by_type: {}, errors_by_stage: {} };
}
