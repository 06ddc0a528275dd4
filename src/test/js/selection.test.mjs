// Runs in the browser of the tests (PageModulesIT), and where node is at hand: node --test src/test/js/

import assert from 'node:assert/strict';
import test from 'node:test';
import { chosenCount, foundIds, orderOf, preselect, search, selectionOf, stateOf, summarise, toggle } from '../../main/resources/webroot/selection.js';

const category = (id, name, verified) => ({ id, name, node: id, verified });
const books = { id: 'books', name: 'Books', node: '1000', categories: [] };
const baby = { id: 'baby', name: 'Baby', node: '1', categories: [category('11', 'Toys', false)] };
const electronics = {
  id: 'electronics', name: 'Electronics', node: '2',
  categories: [category('21', 'Headphones', true), category('22', 'Cameras', true), category('23', 'Radios', false)],
};
const departments = [books, baby, electronics];

test('chooses the verified categories of electronics at first', () => {
  assert.deepEqual([...preselect(departments)], ['21', '22']);
});

test('falls back to what there is', () => {
  assert.deepEqual([...preselect([books])], ['books']);
  assert.deepEqual([...preselect([])], []);
});

test('a department never brings its unverified categories along', () => {
  assert.deepEqual(orderOf(departments, preselect(departments)), ['electronics']);
  assert.deepEqual(orderOf(departments, new Set(['baby'])), ['baby']);
});

test('an unverified category is ordered by itself, beside its department', () => {
  assert.deepEqual(orderOf(departments, new Set(['21', '22', '23'])), ['electronics', '23']);
  assert.deepEqual(orderOf(departments, new Set(['11'])), ['11']);
});

test('a part of a department is ordered category by category', () => {
  const part = toggle(preselect(departments), ['22'], false);

  assert.equal(stateOf(electronics, part), 'some');
  assert.deepEqual(orderOf(departments, part), ['21']);
  assert.equal(summarise(departments, part), 'Electronics (1)');
});

test('finds departments and categories by name, and categories by node', () => {
  const found = (query) => search(departments, query).map((row) => [row.department.id, row.categories.map((c) => c.id)]);

  assert.deepEqual(found('HEAD'), [['electronics', ['21']]]);
  assert.deepEqual(found('electro'), [['electronics', ['21', '22', '23']]]);
  assert.deepEqual(found('11'), [['baby', ['11']]]);
  assert.deepEqual(found('nothing'), []);
});

test('chooses what was found: categories, or a department that stands for itself', () => {
  const ids = (query) => foundIds(search(departments, query));

  assert.deepEqual(ids('HEAD'), ['21']);
  assert.deepEqual(ids('books'), ['books']);
  assert.deepEqual(ids('electro'), ['21', '22']);
  assert.deepEqual(ids(''), ['books', 'baby', '21', '22']);
});

test('a preset comes back as it was kept, without what is no longer listed', () => {
  const kept = new Set(['books', '21', '22', '23']);

  assert.deepEqual([...selectionOf(departments, orderOf(departments, kept))].sort(), [...kept].sort());
  assert.deepEqual([...selectionOf(departments, ['gone', '11'])], ['11']);
  assert.equal(chosenCount(departments, kept), 4);
});
