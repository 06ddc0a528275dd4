/** What an ended run gave up: each unit with what was tried last. */

import { clock, count, counted, day, phaseName, words } from '../format.js';
import { h, keyed, show, text } from './dom.js';
import { phaseGlyph } from './glyph.js';
import { createPages } from './pages.js';

export function mountGaps(node, pager) {
  const note = h('span', { class: 'panel-note' });
  const list = h('ol', { class: 'gaps-list', tabindex: '0', 'aria-labelledby': 'gaps-title', data: { testid: 'gaps-list' } });
  const problem = h('p', { class: 'field-problem', role: 'alert' });
  const pages = createPages(pager);
  node.append(h('div', { class: 'panel-head' }, h('h2', { id: 'gaps-title' }, 'Gaps'), note, pages.node), problem, list);

  return ({ gaps, watched }) => {
    const items = gaps.items ?? [];
    show(node, items.length > 0 || Boolean(gaps.problem));
    text(note, `${counted(watched?.run?.totals?.gaps, 'unit')} given up`);
    text(problem, gaps.problem ?? '');
    keyed(list, items, (gap) => gap.unit, create);
    pages.update(gaps);
  };
}

/** A gap of an ended run does not change, so its row is made once. */
function create(gap) {
  const error = gap.last_error;
  return h('li', { class: 'gap', data: { testid: 'gap-row', unit: gap.unit } },
    h('p', { class: 'gap-head' },
      phaseGlyph(gap.phase), h('bdi', { class: 'cut', title: gap.title ?? gap.unit }, gap.title ?? `${phaseName(gap.phase)} category ${gap.category_id}`),
      h('span', { class: 'gap-page' }, `page ${count(gap.page)} · ${counted(gap.attempts, 'attempt')}`)),
    h('p', { class: 'gap-error' },
      h('b', {}, reasonOf(gap)), error && h('bdi', {}, ` ${error.message ?? ''}`),
      error?.at && h('time', { datetime: error.at, title: day(error.at) }, ` ${clock(error.at)}`)));
}

function reasonOf({ last_error: error, reason }) {
  const type = error ? `${words(error.error_type)} in ${words(error.error_stage)}` : '';
  return [reason && words(reason), type].filter(Boolean).join(': ') || 'no reason was kept';
}
