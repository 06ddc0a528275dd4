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
export const sellersOf = (id) => get(`/sellers?run_id=${encodeURIComponent(id)}&limit=50`);
export const startRun = (order) => post('/runs', order);
export const cancelRun = (id) => post(`/runs/${encodeURIComponent(id)}/cancel`, {});

/** A part of the log; `filters` are the query parameters of the endpoint. */
export function activity(id, filters) {
  return get(`/runs/${encodeURIComponent(id)}/activity?${new URLSearchParams(filters)}`);
}

/** The address of the live stream, from a position or, without one, from a snapshot. */
export function streamAddress(id, after) {
  const address = `${BASE}/runs/${encodeURIComponent(id)}/activity`;
  return after === undefined ? address : `${address}?after=${after}`;
}

/** `{ready, checks}`; a server that is still preparing answers 503 with the same body. */
export async function health() {
  const response = await send('/health/ready', { headers: { Accept: 'application/json' } });
  const body = await json(response);
  return { ready: response.status === 200, checks: body.checks ?? {} };
}

function get(path) {
  return ask(path, { headers: { Accept: 'application/json' } });
}

function post(path, body) {
  return ask(path, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'X-Glasshive-Actor': 'page',
    },
    body: JSON.stringify(body),
  });
}

async function ask(path, options) {
  const response = await send(BASE + path, options);
  const body = await json(response);
  if (response.ok) return body;
  throw new ApiProblem(readable(body, response.status), response.status, body);
}

async function send(address, options) {
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
