/** Choices that somebody kept under a name: load one, keep the present one, remove the loaded one. */

import { attribute, h, keyed, show, text } from './dom.js';

const MAX_NAME = 200;

export function mountPresets(node, { onLoad, onKeep, onRemove }) {
  let naming = false;
  let seen;
  const list = h('select', { id: 'preset-list', data: { testid: 'preset-list' }, onchange: () => onLoad(list.value) });
  const first = h('option', { value: '' }, 'none');
  list.append(first);
  const options = h('optgroup', { label: 'Kept choices' });
  const keep = h('button', { class: 'quiet', type: 'button', data: { testid: 'preset-new' }, onclick: () => name(true) }, 'Keep this choice…');
  const remove = h('button', { class: 'quiet', type: 'button', data: { testid: 'preset-remove' }, onclick: () => onRemove(list.value) }, 'Remove');
  const input = h('input', {
    type: 'text', maxlength: MAX_NAME, autocomplete: 'off', placeholder: 'Name of the preset', 'aria-label': 'Name of the preset',
    'aria-describedby': 'preset-problem', required: true, data: { testid: 'preset-name' },
  });
  const form = h('form', { class: 'preset-form', onsubmit: submit, onkeydown: (event) => event.key === 'Escape' && name(false) },
    input,
    h('button', { class: 'quiet', type: 'submit', data: { testid: 'preset-keep' } }, 'Keep'),
    h('button', { class: 'quiet', type: 'button', onclick: () => name(false) }, 'Don’t'));
  const problem = h('p', { class: 'field-problem', id: 'preset-problem', role: 'alert' });
  node.append(
    h('div', { class: 'preset-row' }, h('label', { for: 'preset-list' }, 'Preset'), list, remove, keep, form),
    problem);
  show(form, false);

  function name(on) {
    naming = on;
    show(form, on);
    show(keep, !on);
    if (on) input.focus();
    else keep.focus();
  }

  async function submit(event) {
    event.preventDefault();
    if (await onKeep(input.value.trim())) {
      input.value = '';
      name(false);
    }
  }

  return ({ presets, preset, presetProblem, selection }) => {
    if (presets !== seen) {
      seen = presets;
      keyed(options, presets, (kept) => kept.id, (kept) => h('option', { value: kept.id }), (option, kept) => text(option, kept.name));
      if (presets.length > 0) list.append(options);
      else options.remove();
    }
    const value = preset ?? '';
    if (list.value !== value) list.value = value;
    list.disabled = presets.length === 0;
    show(remove, preset !== null);
    keep.disabled = selection.size === 0;
    if (naming && selection.size === 0) name(false);
    text(problem, presetProblem ?? '');
    attribute(input, 'aria-invalid', presetProblem ? 'true' : null);
    show(problem, Boolean(presetProblem));
  };
}
