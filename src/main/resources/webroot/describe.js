/**
 * An event as one line for a person. Pure; a line is a list of parts, each a text of ours or `{foreign}`: a text somebody
 * else wrote, which a view isolates so that its writing direction cannot turn its neighbours around.
 */

import { counted, phaseName, priceFlow, span, words } from './format.js';

export const PIPELINE_ACTIONS = new Set(['uploading', 'deduped', 'updated', 'inserted']);
export const SEPARATOR = ' · ';
export const ERROR_ACTIONS = new Set(['error', 'rate_limited']);

/** What a run action means, where its name alone leaves a person guessing. */
const MEANING = {
  pausing: 'nothing new is handed out',
  paused: 'nothing is in flight',
  resumed: 'the run goes on',
};

/** How much an event asks of the eye: `bad`, `alive`, `run` or `quiet`. */
export function toneOf(event) {
  if (ERROR_ACTIONS.has(event.action) || event.action === 'failed' || event.action === 'alarm') return 'bad';
  if (event.action === 'inserted') return 'alive';
  if (event.worker_id === 0 && !PIPELINE_ACTIONS.has(event.action)) return 'run';
  return 'quiet';
}

/** What a request asks for: the product searched, or the category. */
export function subjectOf(event) {
  return event.product_name ?? event.api_params?.query ?? event.category ?? event.unit ?? '';
}

export function pageOf(event) {
  if (Number.isFinite(event.api_params?.page)) return event.api_params.page;
  const tail = /^amazon:[^:]*:(\d+)$/.exec(event.unit ?? '');
  return tail ? Number(tail[1]) : undefined;
}

/** The line of a feed row, as parts. */
export function describe(event) {
  switch (event.action) {
    case 'fetching':
      return parts([subject(event), priceFlow(event.api_params), pageText(event), attemptText(event)]);
    case 'found':
      return parts([
        counted(event.items_count, event.phase === 'ebay' ? 'seller listing' : 'product'),
        subject(event),
      ]);
    case 'error':
    case 'rate_limited':
      return parts([
        event.error_type && `${words(event.error_type)} in ${words(event.error_stage ?? 'api')}`,
        event.reason && words(event.reason),
        foreign(event.error_message),
        subject(event),
        attemptText(event),
        event.next_try_at ? 'will be tried again' : '',
      ]);
    case 'uploading':
      return parts([counted(event.items_count, 'product'), foreign(event.category)]);
    case 'deduped':
      return parts([counted(event.items_count, 'duplicate'), subject(event)]);
    case 'updated':
      return parts([counted(event.items_count, 'known seller'), subject(event)]);
    case 'inserted':
      return parts([counted(event.items_count, 'new seller'), subject(event)]);
    default:
      return runLine(event);
  }
}

/** The same line as one text, for a tooltip. */
export function plain(line) {
  return line.map((part) => part.foreign ?? part).join(SEPARATOR);
}

function runLine(event) {
  const what =
    event.scope === 'phase'
      ? `${phaseName(event.phase)} phase`
      : event.scope === 'run'
        ? 'the run'
        : (MEANING[event.action] ?? '');
  return parts([
    what,
    event.reason && `reason: ${words(event.reason)}`,
    event.actor && foreign(`by ${event.actor}`),
    event.round > 1 && `round ${event.round}`,
    Number.isFinite(event.new_sellers_count) && counted(event.new_sellers_count, 'new seller'),
    foreign(event.error_message ?? event.details?.message),
    details(event.details),
  ]);
}

/** The scalar figures of a receipt or an alarm, whatever they are called. */
function details(values) {
  if (!values || typeof values !== 'object') return '';
  return Object.entries(values)
    .filter(([key, value]) => key !== 'message' && (typeof value === 'number' || typeof value === 'string'))
    .slice(0, 8)
    .map(([key, value]) => (key.endsWith('_ms') ? `${words(key.slice(0, -3))} ${span(value)}` : `${words(key)} ${value}`))
    .join(', ');
}

function pageText(event) {
  const page = pageOf(event);
  return page === undefined ? '' : `page ${page}`;
}

function attemptText(event) {
  return event.attempt > 1 ? `attempt ${event.attempt}` : '';
}

function subject(event) {
  return foreign(subjectOf(event));
}

function foreign(value) {
  return value ? { foreign: String(value) } : '';
}

function parts(list) {
  return list.filter(Boolean);
}
