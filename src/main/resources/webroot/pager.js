/**
 * A list of the API, one part of it at a time, so that what is shown stays bounded however long the list is.
 *
 * `ask(cursor)` asks for a part, `onChange(part)` gets `{items, page, more, problem}`: `items` is null until the first
 * answer, `more` tells that another part follows, `problem` why the newest question has no answer.
 */

export const EMPTY = { items: null, page: 1, more: false, problem: null };

export function openPager(ask, onChange) {
  let part = EMPTY;
  /** Of the parts before this one and of this one; the first has none. */
  let cursors = [undefined];
  let next;
  let newest = 0;

  async function load() {
    const question = ++newest;
    try {
      const answer = await ask(cursors.at(-1));
      if (question !== newest) return;
      next = answer.next_cursor;
      part = { items: answer.items ?? [], page: cursors.length, more: next !== undefined, problem: null };
    } catch (problem) {
      if (question !== newest) return;
      part = { ...part, problem: problem.message };
    }
    onChange(part);
  }

  return {
    /** The same part again. */
    refresh: load,
    /** From the first part on, as after a change of the question. */
    restart() {
      cursors = [undefined];
      return load();
    },
    next() {
      if (next === undefined) return undefined;
      cursors = [...cursors, next];
      return load();
    },
    previous() {
      if (cursors.length === 1) return undefined;
      cursors = cursors.slice(0, -1);
      return load();
    },
    /** What is still on its way is not told any more. */
    close() {
      newest++;
    },
  };
}
