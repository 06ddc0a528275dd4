/**
 * What a person orders on the start panel: a run, and presets of what to collect. `set(patch)` changes the page's state,
 * `current()` reads it, `fail(problem)` tells what is no mistake of the order.
 */

import * as api from './api.js';
import { orderOf, selectionOf } from './selection.js';

/** A member of the order as the server calls it, and the field and the words by which a person knows it. */
const FIELDS = [
  ['limits.max_calls', 'budget', 'The call budget'],
  ['workers', 'workers', 'The number of workers'],
  ['name', 'name', 'The name'],
];

export function takeOrders({ set, current, fail }) {
  async function start(order) {
    set({ starting: true, problem: null, startProblem: null });
    try {
      const created = await api.startRun(order);
      location.hash = `#/runs/${encodeURIComponent(created.id)}`;
    } catch (problem) {
      // An order was given: its failure is shown in any case, and the badge says whether the server is there.
      set({ startProblem: mistakeOf(problem) });
      if (problem.status === 0 || problem.status === 503) fail(problem);
    } finally {
      set({ starting: false });
    }
  }

  async function loadPresets() {
    try {
      set({ presets: (await api.presets()).items ?? [] });
    } catch (problem) {
      fail(problem);
    }
  }

  function choosePreset(id) {
    const preset = current().presets.find((kept) => kept.id === id);
    if (preset) set({ preset: id, selection: selectionOf(current().departments, preset.category_ids), presetProblem: null, startProblem: null });
    else set({ preset: null });
  }

  /** Keeps the present choice; tells whether it is kept. */
  async function keepPreset(name) {
    const { departments, selection } = current();
    try {
      const { id } = await api.keepPreset({ name, category_ids: orderOf(departments, selection) });
      await loadPresets();
      set({ preset: id, presetProblem: null });
      return true;
    } catch (problem) {
      set({ presetProblem: problem.message });
      return false;
    }
  }

  async function removePreset(id) {
    try {
      await api.removePreset(id);
      set({ preset: null, presetProblem: null });
    } catch (problem) {
      set({ presetProblem: problem.message });
    }
    await loadPresets();
  }

  return { start, loadPresets, choosePreset, keepPreset, removePreset };
}

/** A refusal begins with the member that is wrong. */
function mistakeOf({ message }) {
  const known = FIELDS.find(([member]) => message.startsWith(`${member} `));
  if (!known) return { field: 'form', message };
  const [member, field, words] = known;
  return { field, message: words + message.slice(member.length) };
}
