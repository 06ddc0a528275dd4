/** What a run's state means and what a person can do about it, wherever the status alone leaves them guessing. */

import { count, counted, words } from '../format.js';
import { attribute, h, show, text } from './dom.js';

export function mountNotice(node) {
  const title = h('strong', {});
  const message = h('p', { dir: 'auto', data: { testid: 'notice-message' } });
  const next = h('p', { class: 'notice-next' });
  node.append(title, message, next);

  return ({ watched }) => {
    const said = watched?.run ? noticeOf(watched.run, watched.stop, watched.phases) : null;
    show(node, said !== null);
    if (said === null) return;
    attribute(node, 'data-tone', said.tone);
    text(title, said.title);
    text(message, said.message);
    show(message, Boolean(said.message));
    text(next, said.next);
    show(next, Boolean(said.next));
  };
}

function noticeOf(run, stop, phases) {
  const told = stop?.details?.message ?? stop?.error_message;
  switch (run.status) {
    case 'pending':
      return { tone: 'calm', title: 'Not started yet', message: 'The run is planned and waits for its start.' };
    case 'pausing':
      return { tone: 'calm', title: pauseTitle(run.reason, stop), message: told, next: 'Nothing new is handed out; requests in flight still land.' };
    case 'paused':
      return { tone: NEEDS_PERSON.has(run.reason) ? 'bad' : 'calm', title: pauseTitle(run.reason, stop), message: told, next: afterPause(run.reason) };
    case 'cancelling':
      return { tone: 'calm', title: 'Cancelling', message: 'Requests in flight are being cut off. Pages already read still land.' };
    case 'cancelled':
      return { tone: 'calm', title: `Cancelled${by(stop)}`, message: `${notCollected(phases)} What was read is kept.` };
    case 'failed':
      return { tone: 'bad', title: 'Failed', message: told ?? 'Something happened that no retry can mend.', next: 'What was read is kept. The server’s log says more.' };
    case 'completed_with_gaps':
      return {
        tone: 'bad',
        title: `Completed with ${counted(run.totals?.gaps, 'gap')}`,
        message: 'The rest was collected. What was given up after its last attempt is listed under Gaps.',
      };
    default:
      return null;
  }
}

/** Reasons that only a person can take away. */
const NEEDS_PERSON = new Set(['credentials', 'budget']);

const PAUSE_TITLE = {
  budget: 'Paused: the budget of calls is used up',
  credentials: 'Paused: the source refuses the credentials',
  breaker: 'Paused: the source fails too often',
  rate_limit: 'Paused: the source asks for fewer requests',
};

function pauseTitle(reason, stop) {
  return PAUSE_TITLE[reason] ?? `Paused${by(stop)}${reason && reason !== 'user' ? `: ${words(reason)}` : ''}`;
}

function afterPause(reason) {
  if (reason === 'credentials') return 'Correct the settings named here, restart the server if they changed, and resume. Nothing is lost meanwhile.';
  if (reason === 'budget') return 'Nothing is in flight and nothing is lost meanwhile.';
  return 'Nothing is in flight and nothing is lost. Resume goes on where it stopped.';
}

const ACTORS = { page: 'on the page', cli: 'on the command line', api: 'through the API', server: 'by the server' };

function by(stop) {
  if (!stop?.actor) return '';
  const [kind, name] = stop.actor.split(':');
  return ` ${ACTORS[kind] ?? `by ${kind}`}${name ? ` (${name})` : ''}`;
}

function notCollected(phases) {
  const waiting = (phases?.amazon?.waiting ?? 0) + (phases?.ebay?.waiting ?? 0);
  return waiting > 0 ? `${count(waiting)} ${waiting === 1 ? 'unit was' : 'units were'} not collected.` : 'Nothing was waiting.';
}
