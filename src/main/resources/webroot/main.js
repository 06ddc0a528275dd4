/** Wires the page: one state, one render per animation frame, and who may change what. */

import * as api from './api.js';
import { ENDED, words } from './format.js';
import { preselect } from './selection.js';
import { initialState, reduce } from './state.js';
import { watchRun } from './watch.js';
import { mountActivity } from './view/activity.js';
import { mountBanner } from './view/banner.js';
import { mountConnection } from './view/connection.js';
import { show, text } from './view/dom.js';
import { mountErrors } from './view/errors.js';
import { mountLedger } from './view/ledger.js';
import { mountPipeline } from './view/pipeline.js';
import { mountRunHeader } from './view/run-header.js';
import { mountRuns } from './view/runs.js';
import { mountSellers } from './view/sellers.js';
import { mountStart } from './view/start.js';
import { mountTotals } from './view/totals.js';
import { mountWorkers } from './view/workers.js';

const HEALTH_MS = 1000;
const RUNS_MS = 5000;
/** Clocks show tenths. */
const TICK_MS = 100;

const app = {
  /** `unknown`, `preparing`, `ready` or `offline` */
  server: 'unknown',
  connection: 'connecting',
  departments: [],
  selection: new Set(),
  runs: null,
  runId: null,
  watched: null,
  sellers: null,
  missing: false,
  starting: false,
  cancelling: false,
  receipt: null,
  problem: null,
  nowMillis: Date.now(),
};

const byId = (id) => document.getElementById(id);

const always = [
  mountConnection(byId('connection'), { onRetry: retryNow }),
  mountBanner(byId('banner'), { onDismiss: () => set({ problem: null }) }),
];
const home = [
  mountStart(byId('start'), { onStart: start, onSelect: (selection) => set({ selection }) }),
  mountRuns(byId('runs')),
];
const run = [
  mountRunHeader(byId('run-header'), { onCancel: cancel }),
  mountTotals(byId('totals')),
  mountLedger(byId('ledger')),
  mountWorkers(byId('workers')),
  mountSellers(byId('sellers')),
  mountPipeline(byId('pipeline')),
  mountActivity(byId('activity')),
  mountErrors(byId('errors')),
];

// ---- state and render

let frame = 0;
let announced = '';

function set(patch) {
  Object.assign(app, patch);
  frame ||= requestAnimationFrame(render);
}

function render() {
  frame = 0;
  app.nowMillis = Date.now();
  const atRun = app.runId !== null;
  show(byId('home'), !atRun);
  show(byId('run'), atRun && !app.missing);
  show(byId('missing'), atRun && app.missing);
  always.forEach((update) => update({ ...app, connection: badgeOf(app) }));
  (atRun ? run : home).forEach((update) => update(app));
  document.title = titleOf(app);
  announce();
}

/** Without a run the badge speaks of the server. */
function badgeOf({ server, runId, missing, connection }) {
  if (server === 'preparing' || server === 'offline') return server;
  if (runId !== null && !missing) return connection;
  return server === 'ready' ? 'ready' : 'connecting';
}

function titleOf({ runId, watched }) {
  if (runId === null || !watched?.run) return 'Glasshive';
  return `${watched.run.name || 'Run'} · ${words(watched.run.status)} · Glasshive`;
}

/** Only a change of status is spoken: the feed would never stop. */
function announce() {
  const status = app.watched?.run?.status;
  const next = app.runId && status ? `The run is ${words(status)}.` : '';
  if (next !== announced) {
    announced = next;
    text(byId('announcer'), next);
  }
}

// ---- the server

async function checkHealth() {
  const before = app.server;
  let next;
  try {
    next = (await api.health()).ready ? 'ready' : 'preparing';
  } catch {
    next = 'offline';
  }
  set({ server: next });
  if (next !== 'ready') setTimeout(checkHealth, HEALTH_MS);
  else if (before !== 'ready') becomeReady();
}

function becomeReady() {
  set({ problem: null });
  if (app.departments.length === 0) loadCategories();
  loadRuns();
  if (app.runId !== null && !watch) open(app.runId);
  else watch?.reconnect();
}

async function loadCategories() {
  try {
    const { departments } = await api.categories();
    set({ departments, selection: preselect(departments) });
  } catch (problem) {
    fail(problem);
  }
}

async function loadRuns() {
  try {
    set({ runs: (await api.runs()).items ?? [] });
  } catch (problem) {
    fail(problem);
  }
}

/** A server that is away or still preparing is said by the badge; the rest needs a person. */
function fail(problem) {
  if (problem.status === 0 || problem.status === 503) {
    if (app.server === 'ready') {
      set({ server: problem.status === 0 ? 'offline' : 'preparing' });
      setTimeout(checkHealth, HEALTH_MS);
    }
    return;
  }
  set({ problem: problem.message });
}

function retryNow() {
  if (app.server === 'ready') watch?.reconnect();
  else checkHealth();
}

// ---- commands

async function start(order) {
  set({ starting: true, problem: null });
  try {
    const created = await api.startRun(order);
    location.hash = `#/runs/${encodeURIComponent(created.id)}`;
  } catch (problem) {
    // A command was given: its failure is shown in any case.
    set({ problem: problem.message });
    fail(problem);
  } finally {
    set({ starting: false });
  }
}

async function cancel() {
  const id = app.runId;
  set({ cancelling: true, problem: null });
  try {
    const answer = await api.cancelRun(id);
    if (app.runId !== id) return;
    set({ receipt: answer.receipt ?? null });
    if (answer.run) dispatch({ type: 'run', run: answer.run });
  } catch (problem) {
    set({ problem: problem.message });
    watch?.refresh();
  } finally {
    set({ cancelling: false });
  }
}

// ---- the opened run

let watch = null;

function dispatch(message) {
  const next = reduce(app.watched, message);
  if (next !== app.watched) set({ watched: next });
}

function route() {
  const match = /^#\/runs\/([^/?#]+)$/.exec(location.hash);
  const runId = match ? decodeURIComponent(match[1]) : null;
  if (runId === app.runId) return;
  watch?.stop();
  watch = null;
  set({ runId, watched: null, sellers: null, missing: false, receipt: null, problem: null, connection: 'connecting' });
  window.scrollTo(0, 0);
  if (app.server !== 'ready') return;
  if (runId === null) loadRuns();
  else open(runId);
}

function open(runId) {
  set({ watched: initialState(runId) });
  watch = watchRun(runId, {
    dispatch,
    current: () => app.watched,
    onConnection: (connection) => set({ connection }),
    onSellers: (sellers) => set({ sellers }),
    onStatus: () => watch?.refresh(),
    onMissing: () => {
      watch?.stop();
      set({ missing: true });
    },
  });
}

// ---- clocks

function tick() {
  const status = app.watched?.run?.status;
  if (app.runId !== null && status && !ENDED.has(status)) set({});
}

window.addEventListener('hashchange', route);
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});
setInterval(tick, TICK_MS);
setInterval(() => {
  if (app.runId === null && app.server === 'ready' && !document.hidden) loadRuns();
}, RUNS_MS);
route();
checkHealth();
set({});
