/** As much of node:test as the tests of the page use: named tests, in order. */

const tests = [];

export default function test(name, body) {
  tests.push({ name, body });
}

/** Runs what was declared; one `{name, problem}` for each, without a problem when it passed. */
export async function finish() {
  const outcomes = [];
  for (const { name, body } of tests) {
    try {
      await body();
      outcomes.push({ name });
    } catch (problem) {
      outcomes.push({ name, problem: String(problem.stack ?? problem) });
    }
  }
  return outcomes;
}
