/** The panel that starts a collection: one button that works at once, and everything to choose around it. */

import { counted } from '../format.js';
import * as selection from '../selection.js';
import { attribute, h, show, text } from './dom.js';
import { mountCategories } from './categories.js';
import { hexagon } from './glyph.js';
import { mountPresets } from './presets.js';

const MAX_WORKERS = 64;
const MAX_CALLS = 1_000_000_000;
const MAX_NAME = 200;

export function mountStart(node, { onStart, onSelect, onLoadPreset, onKeepPreset, onRemovePreset }) {
  let latest = null;
  const summary = h('strong', { class: 'start-choice', dir: 'auto', data: { testid: 'selection-summary' } });
  const names = h('span', { class: 'start-names' });
  const workers = field('workers', 'Workers', {
    type: 'number', min: 1, max: MAX_WORKERS, step: 1, value: 5, required: true, inputmode: 'numeric', oninput: onInput,
  });
  const budget = field('budget', 'Call budget', {
    type: 'number', min: 1, max: MAX_CALLS, step: 1, placeholder: 'no limit', inputmode: 'numeric', oninput: onInput,
    title: 'The run pauses before it makes more requests than this',
  });
  const name = field('name', 'Name', { type: 'text', maxlength: MAX_NAME, autocomplete: 'off', placeholder: 'optional', oninput: onInput });
  const fields = { workers, budget, name };
  const button = h('button', { class: 'primary', type: 'submit', 'aria-describedby': 'start-why', data: { testid: 'start-button' } }, 'Watch a collection');
  const cells = h('span', { class: 'start-cells', 'aria-hidden': 'true' });
  const why = h('p', { class: 'start-why', id: 'start-why', role: 'status', data: { testid: 'start-why' } });
  const presets = h('div', { class: 'presets' });
  const chooser = h('div', { class: 'chooser' });

  node.append(
    h('form', { class: 'start-form', novalidate: true, onsubmit: submit },
      h('h1', { id: 'start-title' }, 'Choose what to collect'),
      h('p', { class: 'start-lead' },
        'Workers read the best sellers, then look for everyone who offers the same products. You see each request, each seller and each error as it happens.'),
      h('p', { class: 'start-selection' }, summary, names),
      h('div', { class: 'start-row' }, workers.node, budget.node, name.node, button),
      h('div', { class: 'start-foot' }, cells, why)),
    presets,
    chooser,
  );
  const updatePresets = mountPresets(presets, { onLoad: onLoadPreset, onKeep: onKeepPreset, onRemove: onRemovePreset });
  const updateChooser = mountCategories(chooser, { onSelect });
  drawCells();

  /** What was typed has changed, so what the server said of it no longer holds. */
  function onInput() {
    drawCells();
    if (latest) update({ ...latest, startProblem: null });
  }

  function drawCells() {
    const wanted = wholeOf(workers.input, MAX_WORKERS) || 0;
    while (cells.childElementCount > wanted) cells.lastChild.remove();
    while (cells.childElementCount < wanted) cells.append(hexagon());
  }

  function submit(event) {
    event.preventDefault();
    if (button.disabled) return;
    const calls = wholeOf(budget.input, MAX_CALLS);
    onStart({
      category_ids: selection.orderOf(latest.departments, latest.selection),
      workers: wholeOf(workers.input, MAX_WORKERS),
      ...(name.input.value.trim() ? { name: name.input.value.trim() } : {}),
      ...(calls === null ? {} : { limits: { max_calls: calls } }),
    });
  }

  function update(app) {
    latest = app;
    const wrong = { ...mistakes(), ...(app.startProblem && { [app.startProblem.field]: app.startProblem.message }) };
    for (const [key, { input, problem }] of Object.entries(fields)) {
      text(problem, wrong[key] ?? '');
      show(problem, Boolean(wrong[key]));
      attribute(input, 'aria-invalid', wrong[key] ? 'true' : null);
    }
    const reason = obstacle(app);
    const chosen = selection.chosenCount(app.departments, app.selection);
    text(summary, app.departments.length > 0 ? selection.summarise(app.departments, app.selection) : '');
    text(names, app.selection.size > 0 ? `${counted(chosen, 'category', 'categories')}: ${selection.namesOf(app.departments, app.selection)}` : '');
    text(button, app.starting ? 'Starting…' : 'Watch a collection');
    button.disabled = reason !== '' || app.starting;
    text(why, wrong.form ?? reason);
    attribute(why, 'data-problem', wrong.form ? 'true' : null);
    updatePresets(app);
    updateChooser(app);
  }

  function mistakes() {
    const wrong = {};
    if (!wholeOf(workers.input, MAX_WORKERS)) wrong.workers = `A whole number from 1 to ${MAX_WORKERS}`;
    if (Number.isNaN(wholeOf(budget.input, MAX_CALLS))) wrong.budget = 'A whole number from 1 on, or nothing';
    return wrong;
  }

  /** Why the button cannot be pressed, for a person; empty when it can. */
  function obstacle(app) {
    if (app.server === 'preparing') return `${app.serverStep || 'Preparing the database'}… The first start takes a few seconds.`;
    if (app.server !== 'ready') return 'Waiting for the server…';
    if (app.departments.length === 0) return 'Loading the categories…';
    if (app.selection.size === 0) return 'Choose at least one category.';
    const wrong = mistakes();
    return wrong.workers || wrong.budget ? 'Correct what is marked.' : '';
  }

  return update;
}

function field(key, label, properties) {
  const input = h('input', { id: `start-${key}`, 'aria-describedby': `start-${key}-problem`, data: { testid: `${key}-input` }, ...properties });
  const problem = h('p', { class: 'field-problem', id: `start-${key}-problem`, role: 'alert', data: { testid: `${key}-problem` } });
  const node = h('div', { class: `field field-${key}` }, h('label', { for: input.id }, label), input, problem);
  return { input, problem, node };
}

/** The whole number from 1 to `max` that was typed, null if nothing was, NaN if something else was. */
function wholeOf(input, max) {
  if (input.value === '' && !input.validity.badInput) return null;
  const value = Number(input.value);
  return Number.isInteger(value) && value >= 1 && value <= max ? value : NaN;
}
