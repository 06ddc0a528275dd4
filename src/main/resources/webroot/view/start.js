/** The panel that starts a collection: one button that works at once, and everything to choose around it. */

import * as selection from '../selection.js';
import { attribute, h, show, text } from './dom.js';
import { mountCategories } from './categories.js';
import { hexagon } from './glyph.js';

const MAX_WORKERS = 64;

export function mountStart(node, { onStart, onSelect }) {
  let latest = null;
  const summary = h('strong', { class: 'start-choice', dir: 'auto', data: { testid: 'selection-summary' } });
  const names = h('span', { class: 'start-names' });
  const workers = h('input', {
    id: 'workers-count', type: 'number', min: 1, max: MAX_WORKERS, step: 1, value: 5, required: true,
    inputmode: 'numeric', data: { testid: 'workers-input' }, oninput: drawCells,
  });
  const name = h('input', {
    id: 'run-name', type: 'text', maxlength: 120, autocomplete: 'off', placeholder: 'optional',
    data: { testid: 'name-input' },
  });
  const button = h('button', { class: 'primary', type: 'submit', data: { testid: 'start-button' } }, 'Watch a collection');
  const cells = h('span', { class: 'start-cells', 'aria-hidden': 'true' });
  const why = h('p', { class: 'start-why', id: 'start-why' });
  const chooser = h('div', { class: 'chooser' });

  node.append(
    h('form', { class: 'start-form', novalidate: true, onsubmit: submit },
      h('h1', { id: 'start-title' }, 'Choose what to collect'),
      h('p', { class: 'start-lead' },
        'Workers read the best sellers, then look for everyone who offers the same products. You see each request, each seller and each error as it happens.'),
      h('p', { class: 'start-selection' }, summary, names),
      h('div', { class: 'start-row' },
        h('label', { class: 'field field-workers', for: 'workers-count' }, h('span', {}, 'Workers'), workers),
        h('label', { class: 'field field-name', for: 'run-name' }, h('span', {}, 'Name'), name),
        button),
      h('div', { class: 'start-foot' }, cells, why)),
    chooser,
  );
  const updateChooser = mountCategories(chooser, { onSelect });
  drawCells();

  function workersWanted() {
    const value = Number(workers.value);
    return Number.isInteger(value) && value >= 1 && value <= MAX_WORKERS ? value : null;
  }

  function drawCells() {
    const wanted = workersWanted() ?? 0;
    while (cells.childElementCount > wanted) cells.lastChild.remove();
    while (cells.childElementCount < wanted) cells.append(hexagon());
    attribute(workers, 'aria-invalid', wanted === 0 ? 'true' : null);
    if (latest) update(latest);
  }

  function submit(event) {
    event.preventDefault();
    if (button.disabled) return;
    onStart({
      category_ids: selection.orderOf(latest.departments, latest.selection),
      workers: workersWanted(),
      ...(name.value.trim() ? { name: name.value.trim() } : {}),
    });
  }

  function update(app) {
    latest = app;
    const chosen = app.selection.size;
    const reason = obstacle(app, chosen);
    text(summary, app.departments.length > 0 ? selection.summarise(app.departments, app.selection) : '');
    text(names, selection.namesOf(app.departments, app.selection));
    text(button, app.starting ? 'Starting…' : 'Watch a collection');
    button.disabled = reason !== '' || app.starting;
    text(why, reason);
    show(why, reason !== '');
    updateChooser(app);
  }

  /** Why the button cannot be pressed, for a person; empty when it can. */
  function obstacle(app, chosen) {
    if (app.server === 'preparing') return 'Preparing the database… The first start takes a few seconds.';
    if (app.server !== 'ready') return 'Waiting for the server…';
    if (app.departments.length === 0) return 'Loading the categories…';
    if (chosen === 0) return 'Choose at least one category.';
    return workersWanted() === null ? `Choose 1 to ${MAX_WORKERS} workers.` : '';
  }

  return update;
}
