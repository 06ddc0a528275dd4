/** Wires the page: one state, at most one render per animation frame, and who may change what. */

import * as api from './api.js';
import { ENDED, words } from './format.js';
import { takeOrders } from './orders.js';
import { EMPTY, openPager } from './pager.js';
import { preselect } from './selection.js';
import { NO_SELLERS, openSellers } from './sellers.js';
import { initialState, reduce } from './state.js';
import { watchRun } from './watch.js';
import { mountActivity } from './view/activity.js';
import { mountBanner } from './view/banner.js';
import { mountConnection } from './view/connection.js';
import { show, text } from './view/dom.js';
import { mountErrors } from './view/errors.js';
import { mountGaps } from './view/gaps.js';
import { mountLedger } from './view/ledger.js';
import { mountNotice } from './view/notice.js';
import { mountPipeline } from './view/pipeline.js';
import { mountRunHeader } from './view/run-header.js';
import { mountRuns } from './view/runs.js';
import { mountSellers } from './view/sellers.js';
import { mountStart } from './view/start.js';
import { mountTotals } from './view/totals.js';
import { mountWorkers } from './view/workers.js';

const HEALTH_MS = 1000;
const RUNS_MS = 5000;
const GAPS = 50;
const TICK_MS = 200;
/** Between two renders of a run: a busy one would fill every frame with layout, and nobody reads faster. */
const RENDER_MS = 200;

const app = {
  /** `unknown`, `preparing`, `ready` or `offline` */
  server: 'unknown',
  /** What the start is at, as long as the server prepares. */
  serverStep: '',
  connection: 'connecting',
  connectionSince: Date.now(),
  departments: [],
  selection: new Set(),
  presets: [],
  preset: null,
  presetProblem: null,
  /** `{field, message}` of an order that was refused; `form` for what belongs to no field. */
  startProblem: null,
  runs: null,
  runId: null,
  watched: null,
  sellers: NO_SELLERS,
  /** Somebody reads the list of sellers: it is not pulled from under them. */
  sellersHeld: false,
  gaps: EMPTY,
  missing: false,
  starting: false,
  commanding: false,
  receipt: null,
  problem: null,
  nowMillis: Date.now(),
};

const byId = (id) => document.getElementById(id);

const always = [
  mountConnection(byId('connection'), { onRetry: retryNow }),
  mountBanner(byId('banner'), { onDismiss: () => set({ problem: null }) }),
];
const orders = takeOrders({ set, current: () => app, fail });
const home = [
  mountStart(byId('start'), {
    onStart: orders.start,
    onSelect: (selection) => set({ selection, preset: null, startProblem: null }),
    onLoadPreset: orders.choosePreset,
    onKeepPreset: orders.keepPreset,
    onRemovePreset: orders.removePreset,
  }),
  mountRuns(byId('runs')),
];
const run = [
  mountRunHeader(byId('run-header'), { onCancel: () => command(api.cancelRun), onResume: () => command(api.resumeRun) }),
  mountNotice(byId('notice')),
  mountTotals(byId('totals')),
  mountLedger(byId('ledger')),
  mountWorkers(byId('workers')),
  mountSellers(byId('sellers'), {
    onSearch: (query) => sellers?.search(query),
    onOrder: (sort) => sellers?.order(sort),
    onToggle: (id) => sellers?.toggle(id),
    onMore: () => sellers?.more(),
    onNext: () => sellers?.next(),
    onPrevious: () => sellers?.previous(),
    onHold: (scrolled) => (sellersScrolled = scrolled),
    onRefresh: showNewestSellers,
  }),
  mountGaps(byId('gaps'), { next: () => gaps?.next(), previous: () => gaps?.previous() }),
  mountPipeline(byId('pipeline')),
  mountActivity(byId('activity')),
  mountErrors(byId('errors')),
];

// ---- state and render

let due = false;
let renderedAt = -Infinity;
let announced = '';

function set(patch) {
  Object.assign(app, patch);
  if (due) return;
  due = true;
  const wait = app.runId === null ? 0 : renderedAt + RENDER_MS - performance.now();
  setTimeout(() => requestAnimationFrame(render), Math.max(0, wait));
}

function render() {
  due = false;
  renderedAt = performance.now();
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

function sentence(words) {
  return words ? words[0].toUpperCase() + words.slice(1) : '';
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
    const { ready, checks } = await api.health();
    next = ready ? 'ready' : 'preparing';
    set({ serverStep: sentence(checks.database) });
  } catch {
    next = 'offline';
  }
  set({ server: next, ...(next === before ? {} : { connectionSince: Date.now() }) });
  if (next !== 'ready') setTimeout(checkHealth, HEALTH_MS);
  else if (before !== 'ready') becomeReady();
}

function becomeReady() {
  set({ problem: null });
  if (app.departments.length === 0) loadCategories();
  orders.loadPresets();
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
      set({ server: problem.status === 0 ? 'offline' : 'preparing', connectionSince: Date.now() });
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

async function command(ask) {
  const id = app.runId;
  set({ commanding: true, problem: null });
  try {
    const answer = await ask(id);
    if (app.runId !== id) return;
    set({ receipt: answer });
    if (answer.run) dispatch({ type: 'run', run: answer.run });
  } catch (problem) {
    set({ problem: problem.message });
    watch?.refresh();
  } finally {
    set({ commanding: false });
  }
}

// ---- the opened run

let watch = null;
let sellers = null;
let sellersScrolled = false;
let gaps = null;

function dispatch(message) {
  const next = reduce(app.watched, message);
  if (next !== app.watched) set({ watched: next });
}

function route() {
  const match = /^#\/runs\/([^/?#]+)$/.exec(location.hash);
  const runId = match ? decodeURIComponent(match[1]) : null;
  if (runId === app.runId) return;
  watch?.stop();
  sellers?.close();
  gaps?.close();
  watch = sellers = gaps = null;
  sellersScrolled = false;
  set({
    runId, watched: null, sellers: NO_SELLERS, sellersHeld: false, gaps: EMPTY, missing: false, receipt: null, problem: null,
    connection: 'connecting', connectionSince: Date.now(),
  });
  window.scrollTo(0, 0);
  if (app.server !== 'ready') return;
  if (runId === null) loadRuns();
  else open(runId);
}

function open(runId) {
  set({ watched: initialState(runId) });
  sellers = openSellers(runId, (shown) => set({ sellers: shown }));
  gaps = openPager((cursor) => api.gapsOf(runId, { limit: GAPS, cursor }), (shown) => set({ gaps: shown }));
  watch = watchRun(runId, {
    dispatch,
    current: () => app.watched,
    onConnection: (connection, connectionSince) => set({ connection, connectionSince }),
    onSellers: refreshSellers,
    onRest: () => gaps.restart(),
    onStatus: () => {
      if (app.gaps !== EMPTY && !ENDED.has(app.watched.run?.status)) set({ gaps: EMPTY });
      watch?.refresh();
    },
    onMissing: () => {
      watch?.stop();
      set({ missing: true });
    },
  });
}

/** New sellers come first; a list that somebody reads is not moved under them, but they can ask for it. */
function refreshSellers() {
  const reads = sellersScrolled || app.sellers.opened !== null || app.sellers.part.page > 1;
  if (reads) set({ sellersHeld: true });
  else showNewestSellers();
}

function showNewestSellers() {
  set({ sellersHeld: false });
  sellers?.newest();
}

// ---- clocks

function tick() {
  const status = app.watched?.run?.status;
  const away = app.server === 'offline' || app.connection === 'offline';
  if (away || (app.runId !== null && status && !ENDED.has(status))) set({});
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
