/** The head of a run: what it is, how it stands, and the command that stops it. */

import { count, ENDED, elapsed, phaseName, words } from '../format.js';
import { attribute, h, show, text } from './dom.js';
import { hexagon, phaseGlyph } from './glyph.js';

/** How long a first press on Cancel waits for the second. */
const CONFIRM_MS = 10_000;
/** Reasons that nothing but a person can take away. */
const NEEDS_PERSON = new Set(['credentials', 'budget']);
const CANCELLABLE = new Set(['pending', 'running', 'pausing', 'paused']);

export function mountRunHeader(node, { onCancel }) {
  let armed = 0;
  const title = h('h1', { class: 'run-title', dir: 'auto' });
  const status = h('span', { class: 'status', data: { testid: 'run-status' } });
  const reason = h('span', { class: 'run-reason' });
  const phase = h('span', {});
  const phaseLabel = h('dd', { class: 'run-phase' }, phase);
  const round = h('dd', {});
  const time = h('dd', { data: { testid: 'run-elapsed' } });
  const events = h('dd', { data: { testid: 'run-seq' } });
  const cancel = h('button', { class: 'danger', type: 'button', data: { testid: 'cancel-button' }, onclick: press, onblur: disarm }, 'Cancel');
  const receipt = h('p', { class: 'receipt', role: 'status', data: { testid: 'receipt' } });

  node.append(
    h('div', { class: 'run-head' },
      h('p', { class: 'crumb' }, h('a', { href: '#/' }, 'All runs')),
      h('div', { class: 'run-name' }, h('span', { class: 'run-glyph' }, hexagon()), title),
      h('div', { class: 'run-state' }, status, reason)),
    h('dl', { class: 'run-facts' },
      fact('Phase', phaseLabel), fact('Round', round), fact('Elapsed', time), fact('Events', events)),
    h('div', { class: 'run-commands' }, cancel),
    receipt,
  );

  /** The second press counts; the second half of a double click does not. */
  function press(event) {
    if (event.detail > 1) return;
    if (!armed) {
      armed = setTimeout(disarm, CONFIRM_MS);
      draw();
      return;
    }
    disarm();
    onCancel();
  }

  function disarm() {
    clearTimeout(armed);
    armed = 0;
    draw();
  }

  function draw() {
    text(cancel, armed ? 'Press again to cancel' : 'Cancel');
    attribute(cancel, 'data-armed', armed ? 'true' : null);
  }

  return ({ watched, cancelling, receipt: answer, nowMillis }) => {
    const run = watched?.run;
    attribute(node, 'data-status', run?.status ?? 'loading');
    text(title, run ? run.name || 'Unnamed run' : 'Opening the run…');
    attribute(status, 'data-status', run?.status ?? 'loading');
    text(status, run ? words(run.status) : '…');
    text(reason, run?.reason && run.reason !== 'user' ? words(run.reason) : '');
    attribute(reason, 'data-needs-person', NEEDS_PERSON.has(run?.reason) ? 'true' : null);
    drawPhase(run);
    text(round, count(run?.round));
    text(time, elapsed(elapsedMillis(run, nowMillis)));
    text(events, count(watched?.seq));
    const able = CANCELLABLE.has(run?.status) && !cancelling;
    if (!able && armed) disarm();
    cancel.disabled = !able;
    show(cancel, !ENDED.has(run?.status));
    text(receipt, answer ? receiptText(answer, run) : '');
    show(receipt, Boolean(answer));
  };

  function drawPhase(run) {
    if (phase.dataset.phase === (run?.phase ?? '')) return;
    phase.dataset.phase = run?.phase ?? '';
    phase.replaceChildren(...(run?.phase ? [phaseGlyph(run.phase), ` ${phaseName(run.phase)}`] : ['–']));
  }
}

function fact(name, value) {
  return h('div', {}, h('dt', {}, name), value);
}

function elapsedMillis(run, nowMillis) {
  if (!run?.started_at) return NaN;
  const end = run.ended_at ? Date.parse(run.ended_at) : ENDED.has(run.status) ? NaN : nowMillis;
  return end - Date.parse(run.started_at);
}

function receiptText(answer, run) {
  const verb = run?.status === 'cancelled' ? 'Cancelled' : 'Cancel accepted';
  return `${verb}: ${count(answer.in_flight)} in flight and ${count(answer.waiting)} waiting when you pressed; ${count(answer.kept_rows)} rows kept.`;
}
