/** The head of a run: what it is, how it stands, and the commands that stop it or let it go on. */

import { count, ENDED, elapsed, phaseName, span, words } from '../format.js';
import { attribute, h, show, text } from './dom.js';
import { hexagon, phaseGlyph } from './glyph.js';

/** How long a first press on Cancel waits for the second. */
const CONFIRM_MS = 10_000;
const RESUMABLE = new Set(['pausing', 'paused']);
const CANCELLABLE = new Set(['pending', 'running', 'pausing', 'paused']);

export function mountRunHeader(node, { onCancel, onResume }) {
  let armed = 0;
  const title = h('h1', { class: 'run-title', dir: 'auto' });
  const status = h('span', { class: 'status', data: { testid: 'run-status' } });
  const sources = h('span', { class: 'run-sources' });
  const phase = h('span', {});
  const phaseLabel = h('dd', { class: 'run-phase' }, phase);
  const round = h('dd', {});
  const time = h('dd', { data: { testid: 'run-elapsed' } });
  const events = h('dd', { data: { testid: 'run-seq' } });
  const cancel = h('button', { class: 'danger', type: 'button', data: { testid: 'cancel-button' }, onclick: press, onblur: disarm }, 'Cancel');
  const median = h('dd', { data: { testid: 'response-p50' } });
  const slow = h('dd', { data: { testid: 'response-p95' } });
  const resume = h('button', { class: 'go', type: 'button', data: { testid: 'resume-button' }, onclick: onResume }, 'Resume');
  const receipt = h('p', { class: 'receipt', role: 'status', data: { testid: 'receipt' } });

  node.append(
    h('div', { class: 'run-head' },
      h('p', { class: 'crumb' }, h('a', { href: '#/' }, 'All runs')),
      h('div', { class: 'run-name' }, h('span', { class: 'run-glyph' }, hexagon()), title, h('div', { class: 'run-state' }, status, sources))),
    h('dl', { class: 'run-facts' },
      fact('Phase', phaseLabel), fact('Round', round), fact('Elapsed', time), fact('Events', events),
      fact('Response p50', median), fact('Response p95', slow)),
    h('div', { class: 'run-commands' }, resume, cancel),
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

  return ({ watched, commanding, receipt: answer, nowMillis }) => {
    const run = watched?.run;
    attribute(node, 'data-status', run?.status ?? 'loading');
    text(title, run ? run.name || 'Unnamed run' : 'Opening the run…');
    attribute(status, 'data-status', run?.status ?? 'loading');
    text(status, run ? words(run.status) : '…');
    text(sources, sourcesText(run?.sources));
    drawPhase(run);
    text(round, count(run?.round));
    text(time, elapsed(elapsedMillis(run, nowMillis)));
    text(events, count(watched?.seq));
    const times = watched?.metrics.run.response_ms;
    text(median, times?.max > 0 ? span(times.p50) : '–');
    text(slow, times?.max > 0 ? span(times.p95) : '–');
    resume.disabled = commanding;
    show(resume, RESUMABLE.has(run?.status));
    const able = CANCELLABLE.has(run?.status) && !commanding;
    if (!able && armed) disarm();
    cancel.disabled = !able;
    show(cancel, !ENDED.has(run?.status));
    text(receipt, answer?.receipt ? receiptText(answer) : '');
    show(receipt, Boolean(answer?.receipt));
  };

  function drawPhase(run) {
    if (phase.dataset.phase === (run?.phase ?? '')) return;
    phase.dataset.phase = run?.phase ?? '';
    phase.replaceChildren(...(run?.phase ? [phaseGlyph(run.phase), ` ${phaseName(run.phase)}`] : ['–']));
  }
}

/** Where the pages come from: made-up ones must not be taken for the market's. */
function sourcesText(sources) {
  const names = [...new Set(Object.values(sources ?? {}))];
  return names.includes('simulator') ? 'simulated marketplace' : names.map(words).join(', ');
}

function fact(name, value) {
  return h('div', {}, h('dt', {}, name), value);
}

function elapsedMillis(run, nowMillis) {
  if (!run?.started_at) return NaN;
  const end = run.ended_at ? Date.parse(run.ended_at) : ENDED.has(run.status) ? NaN : nowMillis;
  return end - Date.parse(run.started_at);
}

function receiptText({ run, receipt }) {
  if (run?.status === 'running') return `Goes on: ${count(receipt.waiting)} waiting, ${count(receipt.kept_rows)} rows kept so far.`;
  return `Cancel accepted: ${count(receipt.in_flight)} in flight and ${count(receipt.waiting)} waiting when you pressed; ${count(receipt.kept_rows)} rows kept.`;
}
