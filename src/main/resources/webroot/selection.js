/**
 * Which categories a person has chosen; pure.
 *
 * A chosen id is a category's node, or the slug of a department without verified categories, which stands for its own
 * node. Unverified categories are chosen one by one only: no department brings them along.
 */

export function verifiedOf(department) {
  return department.categories.filter((category) => category.verified);
}

/** The ids that a department's own checkbox stands for. */
export function idsOf(department) {
  const verified = verifiedOf(department);
  return verified.length > 0 ? verified.map((category) => category.id) : [department.id];
}

/** A sensible first choice: electronics, else the first department with verified categories, else the first. */
export function preselect(departments) {
  const chosen =
    departments.find((department) => department.id === 'electronics') ??
    departments.find((department) => verifiedOf(department).length > 0) ??
    departments[0];
  return new Set(chosen ? idsOf(chosen) : []);
}

export function toggle(selection, ids, on) {
  const next = new Set(selection);
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** `all`, `some` or `none` of a department, its unverified categories counting only towards `some`. */
export function stateOf(department, selection) {
  if (idsOf(department).every((id) => selection.has(id))) return 'all';
  return department.categories.some((category) => selection.has(category.id)) ? 'some' : 'none';
}

/**
 * What to ask the server for. A whole department goes by its slug, so that a node which stands in two places belongs to
 * the one that was chosen.
 */
export function orderOf(departments, selection) {
  const order = [];
  for (const department of departments) {
    const whole = stateOf(department, selection) === 'all';
    if (whole) order.push(department.id);
    for (const category of department.categories) {
      if (selection.has(category.id) && !(whole && category.verified)) order.push(category.id);
    }
  }
  return [...new Set(order)];
}

/** The choice that ids of an order stand for, as a preset keeps them; what is not listed any more is left out. */
export function selectionOf(departments, ids) {
  const wanted = new Set(ids);
  const chosen = departments.flatMap((department) => [
    ...(wanted.has(department.id) ? idsOf(department) : []),
    ...department.categories.map((category) => category.id).filter((id) => wanted.has(id)),
  ]);
  return new Set(chosen);
}

/** Whatever a search has found, as ids: the categories, or the department where it stands for itself or was named. */
export function foundIds(rows) {
  return rows.flatMap(({ department, categories, hit }) => (hit ? categories.map((category) => category.id) : idsOf(department)));
}

/** How many pages of best sellers are chosen; a department that stands for itself is one. */
export function chosenCount(departments, selection) {
  const listed = departments.flatMap((department) => [...idsOf(department), ...department.categories.map((category) => category.id)]);
  return new Set(listed.filter((id) => selection.has(id))).size;
}

/** The choice in words: names of departments, with the number of categories where it is not the whole. */
export function summarise(departments, selection) {
  const names = [];
  for (const department of departments) {
    const state = stateOf(department, selection);
    if (state === 'none') continue;
    const chosen = department.categories.filter((category) => selection.has(category.id)).length;
    names.push(state === 'all' && chosen <= verifiedOf(department).length ? department.name : `${department.name} (${chosen})`);
  }
  if (names.length === 0) return 'nothing chosen';
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** The chosen categories by name, as far as a line goes. */
export function namesOf(departments, selection) {
  const places = departments.flatMap((department) => [department, ...department.categories]);
  const names = [...new Map(places.filter((place) => selection.has(place.id)).map((place) => [place.id, place])).values()];
  const shown = names.slice(0, 8).map((category) => category.name).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

/** Departments with the categories that match; a department that matches by name keeps all of its own. */
export function search(departments, query) {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return departments.map((department) => ({ department, categories: department.categories, hit: false }));
  const matches = (thing) => thing.name.toLowerCase().includes(wanted) || String(thing.node ?? '') === wanted;
  return departments
    .map((department) => {
      const hits = department.categories.filter(matches);
      return matches(department) && hits.length === 0
        ? { department, categories: department.categories, hit: false }
        : { department, categories: hits, hit: hits.length > 0 };
    })
    .filter((row) => row.hit || matches(row.department));
}
