/**
 * The sellers of one run as they are looked at: which part of the list, in which order, and where an opened seller was
 * met. `onChange(view)` gets `{part, query, sort, opened}`; `opened` is null or `{id, items, cursor, problem}`.
 */

import * as api from './api.js';
import { EMPTY, openPager } from './pager.js';

const PART = 50;
/** A seller's sightings are of all runs, newest first: as far as this is looked for those of one run. */
const SIGHTING_PARTS = 5;

export const NO_SELLERS = { part: EMPTY, query: '', sort: 'first_seen', opened: null };

export function openSellers(runId, onChange) {
  let view = NO_SELLERS;
  const pager = openPager(
    (cursor) => api.sellersOf(runId, { query: view.query, sort: view.sort, limit: PART, cursor }),
    (part) => set({ part }),
  );

  function set(patch) {
    view = { ...view, ...patch };
    onChange(view);
  }

  function ask(patch) {
    set({ ...patch, opened: null });
    return pager.restart();
  }

  /** Opens a seller, or closes it when it is the open one. */
  function toggle(id) {
    if (view.opened?.id === id) {
      set({ opened: null });
      return undefined;
    }
    set({ opened: { id, items: [], cursor: undefined, problem: null } });
    return read(id);
  }

  async function read(id, from) {
    let items = view.opened.items;
    let cursor = from;
    try {
      for (let part = 0; part < SIGHTING_PARTS; part++) {
        const answer = await api.sightingsOf(id, { cursor });
        if (view.opened?.id !== id) return;
        items = [...items, ...(answer.items ?? []).filter((sighting) => sighting.run_id === runId)];
        cursor = answer.next_cursor;
        if (cursor === undefined || items.length >= PART) break;
      }
      set({ opened: { id, items, cursor, problem: null, read: true } });
    } catch (problem) {
      if (view.opened?.id === id) set({ opened: { ...view.opened, problem: problem.message } });
    }
  }

  return {
    search: (query) => ask({ query }),
    order: (sort) => ask({ sort }),
    toggle,
    more: () => read(view.opened.id, view.opened.cursor),
    next: () => turn(pager.next),
    previous: () => turn(pager.previous),
    /** The first part as it is now. */
    newest: () => (view.opened || view.part.page > 1 ? ask({}) : pager.refresh()),
    close: pager.close,
  };

  function turn(step) {
    set({ opened: null });
    return step();
  }
}
