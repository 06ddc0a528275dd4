/** As much of node:assert/strict as the tests of the page use. */

function ok(value, message = `${value} is not true`) {
  if (!value) throw new Error(message);
}

function equal(actual, expected, message = '') {
  ok(Object.is(actual, expected), `${message} expected ${show(expected)}, was ${show(actual)}`);
}

function deepEqual(actual, expected, message = '') {
  ok(same(actual, expected), `${message} expected ${show(expected)}, was ${show(actual)}`);
}

/** Plain values, arrays and plain objects; a member that is undefined differs from one that is absent. */
function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function show(value) {
  return JSON.stringify(value) ?? String(value);
}

export default { ok, equal, deepEqual };
