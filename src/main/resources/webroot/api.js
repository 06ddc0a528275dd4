/** The REST API as functions. Every failure is an ApiProblem whose message a person can read. */

const BASE = '/api/v1';
/** Longer than any answer takes on a healthy server; a page that hangs says nothing. */
const TIMEOUT_MS = 15_000;

export class ApiProblem extends Error {
  constructor(message, status, body = {}) {
    super(message);
    this.name = 'ApiProblem';
    /** 0 when there was no answer at all. */
    this.status = status;
    this.code = body.code;
    this.body = body;
  }
}

export const categories = () => get('/categories');
export const runs = () => get('/runs?limit=30');
export const run = (id) => get(`/runs/${encodeURIComponent(id)}`);
export const progress = (id) => get(`/runs/${encodeURIComponent(id)}/progress`);
export const metrics = (id) => get(`/runs/${encodeURIComponent(id)}/metrics`);
export const presets = () => get('/presets?limit=100');
export const keepPreset = (preset) => send('POST', '/presets', preset);
export const removePreset = (id) => send('DELETE', `/presets/${encodeURIComponent(id)}`);
export const startRun = (order) => send('POST', '/runs', order);
export const cancelRun = (id) => send('POST', `/runs/${encodeURIComponent(id)}/cancel`, {});
export const resumeRun = (id) => send('POST', `/runs/${encodeURIComponent(id)}/resume`, {});

/** A part of the sellers that a run met; `filters` are the query parameters of the endpoint. */
export function sellersOf(id, filters) {
  return get(`/sellers?${query({ run_id: id, ...filters })}`);
}

/** The same sellers as a file. */
export function exportAddress(id) {
  return `${BASE}/sellers/export?${query({ run_id: id, format: 'csv' })}`;
}

/** A part of where a seller was met, in whichever run, newest first. */
export function sightingsOf(id, filters) {
  return get(`/sellers/${encodeURIComponent(id)}/sightings?${query(filters)}`);
}

/** A part of the units that were given up. */
export function gapsOf(id, filters) {
  return get(`/runs/${encodeURIComponent(id)}/units?${query({ status: 'failed', ...filters })}`);
}

/** A part of the log; `filters` are the query parameters of the endpoint. */
export function activity(id, filters) {
  return get(`/runs/${encodeURIComponent(id)}/activity?${query(filters)}`);
}

/** The address of the live stream, from a position or, without one, from a snapshot. */
export function streamAddress(id, after) {
  const address = `${BASE}/runs/${encodeURIComponent(id)}/activity`;
  return after === undefined ? address : `${address}?after=${after}`;
}

/** `{ready, checks}`; a server that is still preparing answers 503 with the same body. */
export async function health() {
  const response = await reach('/health/ready', { headers: { Accept: 'application/json' } });
  const body = await json(response);
  return { ready: response.status === 200, checks: body.checks ?? {} };
}

function get(path) {
  return ask(path, { headers: { Accept: 'application/json' } });
}

function send(method, path, body) {
  return ask(path, {
    method,
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'X-Glasshive-Actor': 'page',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** Parameters without a value are left out. */
function query(parameters) {
  return new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''));
}

async function ask(path, options) {
  const response = await reach(BASE + path, options);
  const body = await json(response);
  if (response.ok) return body;
  throw new ApiProblem(readable(body, response.status), response.status, body);
}

async function reach(address, options) {
  try {
    return await fetch(address, { ...options, cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    const why = cause.name === 'TimeoutError' ? 'took too long to answer' : 'cannot be reached';
    throw new ApiProblem(`The server ${why}. Is it still running?`, 0);
  }
}

async function json(response) {
  try {
    return (await response.json()) ?? {};
  } catch {
    return {};
  }
}

function readable(problem, status) {
  const allowed = Array.isArray(problem.allowed) && problem.allowed.length > 0 ? ` Allowed now: ${problem.allowed.join(', ')}.` : '';
  const text = problem.detail ?? problem.title ?? `The server answered ${status} without saying why.`;
  return `${text}${problem.code === 'illegal_state' ? allowed : ''}`;
}
