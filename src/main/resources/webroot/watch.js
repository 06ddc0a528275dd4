/**
 * What keeps one opened run fresh: its stream, the log behind the snapshot, and the figures that only the API knows.
 *
 * `dispatch(message)` applies a message to the run's state, `current()` reads it. `onConnection(badge)` gets
 * `connecting`, `live`, `catching_up`, `offline` or `ended`, and since when; `onSellers()` tells that there may be more
 * sellers, `onRest()` that the run has come to its end and gaps can be listed, `onMissing()` that there is no such run,
 * `onStatus()` that the run's status may have changed.
 */

import * as api from './api.js';
import { openFeed } from './feed.js';
import { ENDED } from './format.js';
import { lacksAsk } from './state.js';

const REFRESH_MS = 1000;
/** With nothing new from the stream an answer is still asked for now and then: it shows a stream that went silent. */
const QUIET_REFRESH_MS = 5000;
const SELLERS_MS = 2000;
/** Events behind the server that count as catching up, well above what one batch brings. */
const FAR_BEHIND = 500;
/** The server knows of events and none has come: the connection is dead, though nobody said so. */
const STALLED_MS = 10_000;
const MAX_REOPENS_FOR_ONE_HOLE = 3;
const HISTORY = 500;
const PART = 1000;
const ERROR_PARTS = 5;
/** How far before its newest event a worker's last request is looked for: 64 workers bring a few events each meanwhile. */
const ASK_REACH = 2000;

export function watchRun(runId, { dispatch, current, onConnection, onSellers, onRest, onMissing, onStatus }) {
  let stopped = false;
  let link = 'connecting';
  let catchUpTo = 0;
  let lastEventAt = performance.now();
  let refreshing = null;
  let refreshedSeq = -1;
  let refreshedAt = 0;
  let sellersSeq = -1;
  let sellersAt = -Infinity;
  let holeAt = -1;
  let reopens = 0;
  let reopensAtEnd = 0;
  let told = '';

  const feed = openFeed(runId, {
    position: () => (current().synced ? current().seq : undefined),
    onSnapshot,
    onEvent,
    onEnd,
    onState,
  });
  const timer = setInterval(beat, 250);

  function onState(state) {
    if (stopped) return;
    const again = state === 'open' && current().synced;
    link = state;
    if (again) {
      catchUpTo = Infinity;
      refresh();
    }
    if (state === 'offline') askWhetherItExists();
    badge();
  }

  function onSnapshot(data) {
    const before = current();
    dispatch({ type: 'snapshot', data });
    if (current() === before) return;
    link = 'open';
    lastEventAt = performance.now();
    badge();
    readBack(data);
  }

  function onEvent(event) {
    lastEventAt = performance.now();
    dispatch({ type: 'event', event });
    const { gap, seq } = current();
    if (gap) fillGap(gap);
    else if (seq >= catchUpTo) caughtUp();
    const ofRun = event.worker_id === 0 && event.source_worker_id === undefined && event.scope !== 'phase';
    if (ofRun) onStatus();
  }

  /** An end past what was applied means that something is missing: ask for it before resting. */
  async function onEnd(data) {
    if (data.last_seq > current().seq && reopensAtEnd++ < MAX_REOPENS_FOR_ONE_HOLE) {
      feed.reopen();
      return;
    }
    reopensAtEnd = 0;
    dispatch({ type: 'end', data });
    link = 'ended';
    badge();
    onStatus();
    await refreshing;
    await refresh();
    if (stopped) return;
    onSellers();
    onRest();
  }

  // ---- holes

  /** Asks again from before the hole. A server that truly lost events must not keep the page from going on. */
  function fillGap(gap) {
    reopens = holeAt === gap.expected ? reopens + 1 : 1;
    holeAt = gap.expected;
    if (reopens > MAX_REOPENS_FOR_ONE_HOLE) dispatch({ type: 'skip_gap' });
    else feed.reopen();
  }

  function caughtUp() {
    catchUpTo = 0;
    badge();
  }

  function badge() {
    if (stopped) return;
    const open = !current().synced ? 'connecting' : catchUpTo > current().seq ? 'catching_up' : 'live';
    const now = link === 'open' ? open : link;
    // A stream that is away goes to and fro between connecting and offline; it has been away all the time.
    const shown = now === 'connecting' && told === 'offline' ? 'offline' : now;
    if (shown === told) return;
    told = shown;
    onConnection(shown, Date.now());
  }

  // ---- the log behind the snapshot

  async function readBack({ seq, run, workers }) {
    try {
      if (seq > 0) {
        const part = await api.activity(runId, { after: Math.max(0, seq - HISTORY), limit: HISTORY });
        if (!stopped) dispatch({ type: 'history', items: part.items ?? [] });
      }
      await readAsks(workers ?? []);
      if (run?.totals?.errors > 0) await readErrors(seq, run.totals.errors);
    } catch {
      // The live part works without it, and the next snapshot asks again.
    }
  }

  /** What workers asked last, where it lies further back than the history. */
  async function readAsks(workers) {
    for (const { worker_id: id, last } of workers) {
      if (stopped || !current().workers.some((worker) => worker.id === id && lacksAsk(worker))) continue;
      const after = Math.max(0, last.seq - ASK_REACH);
      const part = await api.activity(runId, { after, limit: PART, worker_id: id, action: 'fetching' });
      if (!stopped) dispatch({ type: 'asks', items: part.items ?? [] });
    }
  }

  /** Of so many errors that they cannot all be rows, the newest. */
  async function readErrors(upTo, errors) {
    const items = [];
    let after = errors > PART ? Math.max(0, upTo - PART * ERROR_PARTS) : 0;
    for (let part = 0; part < ERROR_PARTS && after < upTo; part++) {
      const answer = await api.activity(runId, { after, limit: PART, errors_only: true });
      items.push(...(answer.items ?? []));
      if (answer.next_after === undefined) break;
      after = answer.next_after;
    }
    if (!stopped) dispatch({ type: 'errors', items });
  }

  // ---- figures

  function beat() {
    if (document.hidden || link !== 'open') return;
    const now = performance.now();
    const { seq } = current();
    const due = seq === refreshedSeq ? QUIET_REFRESH_MS : REFRESH_MS;
    if (now - refreshedAt >= due) refresh();
    if (seq !== sellersSeq && now - sellersAt >= SELLERS_MS) {
      sellersAt = now;
      sellersSeq = seq;
      onSellers();
    }
  }

  function refresh() {
    refreshing ??= ask().finally(() => (refreshing = null));
    return refreshing;
  }

  async function ask() {
    refreshedAt = performance.now();
    refreshedSeq = current().seq;
    try {
      const [run, progress, metrics] = await Promise.all([api.run(runId), api.progress(runId), api.metrics(runId)]);
      if (stopped || !current().synced) return;
      dispatch({ type: 'run', run });
      dispatch({ type: 'progress', progress });
      dispatch({ type: 'metrics', metrics });
      compare(run);
    } catch (problem) {
      if (!stopped && problem.status === 404) onMissing();
    }
  }

  /** How far the stream is behind what the API says. */
  function compare(run) {
    const behind = run.last_seq - current().seq;
    if (catchUpTo === Infinity || behind > FAR_BEHIND) catchUpTo = run.last_seq;
    if (behind > 0 && link === 'open' && performance.now() - lastEventAt > STALLED_MS) {
      lastEventAt = performance.now();
      feed.reopen();
    } else if (behind <= 0) {
      caughtUp();
    }
  }

  async function askWhetherItExists() {
    if (current().synced) return;
    try {
      await api.run(runId);
    } catch (problem) {
      if (!stopped && problem.status === 404) onMissing();
    }
  }

  /** An ended run may have been taken up again elsewhere; asked when somebody comes back to look. */
  async function onReturn() {
    if (document.hidden || stopped) return;
    if (link !== 'ended') {
      beat();
      return;
    }
    try {
      const run = await api.run(runId);
      if (!stopped && !ENDED.has(run.status)) feed.reopen();
    } catch {
      // It stays as it was seen last.
    }
  }
  document.addEventListener('visibilitychange', onReturn);

  return {
    reconnect: () => feed.reopen(),
    refresh,
    stop() {
      stopped = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onReturn);
      feed.close();
    },
  };
}
