/** Departments and their categories, with a search; a department's box stands for its verified categories. */

import { count, counted } from '../format.js';
import * as selection from '../selection.js';
import { h, keyed, show, text } from './dom.js';

export function mountCategories(node, { onSelect }) {
  const open = new Set();
  let app = null;
  let seen = {};

  const query = h('input', {
    id: 'category-search', type: 'search', autocomplete: 'off', spellcheck: 'false',
    placeholder: 'Search departments and categories', data: { testid: 'category-search' }, oninput: draw,
  });
  const clear = h('button', { class: 'quiet', type: 'button', data: { testid: 'clear-choice' }, onclick: () => onSelect(new Set()) }, 'Clear the choice');
  const all = h('button', { class: 'quiet', type: 'button', data: { testid: 'choose-found' }, onclick: () => chooseFound(true) });
  const none = h('button', { class: 'quiet', type: 'button', data: { testid: 'leave-found' }, onclick: () => chooseFound(false) });
  const chosen = h('span', { class: 'panel-note chooser-count', role: 'status', data: { testid: 'chosen-count' } });
  const list = h('ul', { class: 'departments', 'aria-label': 'Departments', data: { testid: 'departments' } });
  const nothing = h('p', { class: 'empty', hidden: true }, 'No category has that name.');
  node.append(
    h('div', { class: 'chooser-head' },
      h('label', { class: 'visually-hidden', for: 'category-search' }, 'Search departments and categories'), query, all, none, clear, chosen),
    list,
    nothing,
    h('p', { class: 'fine' },
      'A department without a number is collected as a whole. A category marked “unverified” was seen in one public list only: it is never chosen by itself, and may be gone.'),
  );

  function draw() {
    if (!app) return;
    const rows = selection.search(app.departments, query.value);
    keyed(list, rows, (row) => row.department.id, createDepartment, updateDepartment);
    show(nothing, rows.length === 0 && app.departments.length > 0);
    clear.disabled = app.selection.size === 0;
    drawFound(selection.foundIds(rows));
    text(chosen, `${count(selection.chosenCount(app.departments, app.selection))} chosen`);
  }

  /** What the two buttons would do, in numbers; without a search they mean everything. */
  function drawFound(ids) {
    const searched = query.value.trim() !== '';
    text(all, searched ? `Choose the ${count(ids.length)} found` : 'Choose all');
    text(none, `Leave out the ${count(ids.length)} found`);
    show(none, searched);
    all.disabled = ids.every((id) => app.selection.has(id));
    none.disabled = !ids.some((id) => app.selection.has(id));
  }

  function chooseFound(on) {
    onSelect(selection.toggle(app.selection, selection.foundIds(selection.search(app.departments, query.value)), on));
  }

  function createDepartment({ department }) {
    const id = `department-${department.id}`;
    const box = h('input', {
      type: 'checkbox', id, data: { departmentId: department.id },
      onchange: () => onSelect(selection.toggle(app.selection, selection.idsOf(department), box.checked)),
    });
    const categories = h('ul', { class: 'categories', id: `${id}-categories` });
    const note = h('span', { class: 'department-note' });
    const row = h('li', { class: 'department' },
      h('div', { class: 'department-head' },
        h('label', { for: id }, box, h('span', { class: 'department-name', dir: 'auto' }, department.name)),
        note));
    if (department.categories.length > 0) {
      const more = h('button', {
        class: 'disclose', type: 'button', 'aria-controls': `${id}-categories`,
        'aria-label': `Categories of ${department.name}`,
        onclick: () => {
          if (!open.delete(department.id)) open.add(department.id);
          draw();
        },
      });
      row.firstChild.append(more);
      row.append(categories);
      row.more = more;
    }
    return Object.assign(row, { box, categories, note });
  }

  function updateDepartment(row, { department, categories, hit }) {
    const state = selection.stateOf(department, app.selection);
    row.box.checked = state === 'all';
    row.box.indeterminate = state === 'some';
    row.dataset.chosen = state;
    text(row.note, noteOf(department));
    if (!row.more) return;
    const expanded = hit || open.has(department.id);
    row.more.setAttribute('aria-expanded', String(expanded));
    show(row.categories, expanded);
    if (expanded) {
      keyed(row.categories, categories, (category) => category.id, createCategory, (item, category) => {
        item.box.checked = app.selection.has(category.id);
      });
    }
  }

  function createCategory(category) {
    const box = h('input', {
      type: 'checkbox', data: { categoryId: category.id },
      onchange: () => onSelect(selection.toggle(app.selection, [category.id], box.checked)),
    });
    const item = h('li', { class: 'category' },
      h('label', {}, box, h('span', { dir: 'auto' }, category.name),
        !category.verified && h('span', { class: 'tag' }, 'unverified')));
    return Object.assign(item, { box });
  }

  return (next) => {
    app = next;
    if (seen.departments === app.departments && seen.selection === app.selection) return;
    seen = { departments: app.departments, selection: app.selection };
    draw();
  };
}

/** What the department's own box stands for, where that is not the whole department. */
function noteOf(department) {
  const verified = selection.verifiedOf(department).length;
  return verified > 0 ? counted(verified, 'category', 'categories') : '';
}
