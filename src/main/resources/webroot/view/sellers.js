/** Sellers this run has met, part by part, each with the listings by which it was met. */

import { exportAddress } from '../api.js';
import { count, counted } from '../format.js';
import { attribute, h, keyed, show, text } from './dom.js';
import { createPages } from './pages.js';
import { createSighting, webAddress } from './sighting.js';

const ORDERS = [
  ['first_seen', 'newest first'],
  ['times_seen', 'met in most runs'],
  ['feedback', 'most ratings'],
  ['name', 'by name'],
];
/** A pause in typing after which it is asked for. */
const TYPED_MS = 250;

export function mountSellers(node, { onSearch, onOrder, onToggle, onMore, onNext, onPrevious, onHold, onRefresh }) {
  let typing = 0;
  let seen = {};
  const note = h('span', { class: 'panel-note' });
  const query = h('input', {
    type: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: 'Search sellers', 'aria-label': 'Search sellers of this run',
    data: { testid: 'seller-search' },
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => onSearch(query.value.trim()), TYPED_MS);
    },
  });
  const order = h('select', { 'aria-label': 'Order of the sellers', data: { testid: 'seller-order' }, onchange: () => onOrder(order.value) },
    ...ORDERS.map(([value, label]) => h('option', { value }, label)));
  const file = h('a', { class: 'seller-file', download: true }, 'CSV');
  const empty = h('p', { class: 'empty' });
  const problem = h('p', { class: 'field-problem', role: 'alert' });
  const held = h('button', { class: 'quiet held', type: 'button', onclick: toTop }, 'The list rests while you read. Show the newest');
  const list = h('ol', {
    class: 'sellers-list', tabindex: '0', 'aria-labelledby': 'sellers-title', data: { testid: 'sellers-list' },
    onscroll: () => onHold(list.scrollTop > 0),
  });
  const pages = createPages({ next: onNext, previous: onPrevious });
  node.append(
    h('div', { class: 'panel-head' }, h('h2', { id: 'sellers-title' }, 'Sellers'), note, h('div', { class: 'panel-tools' }, file)),
    h('div', { class: 'seller-tools' }, query, order, pages.node),
    held, problem, empty, list);

  function toTop() {
    list.scrollTop = 0;
    onRefresh();
  }

  return ({ sellers, sellersHeld, runId, watched }) => {
    const totals = watched?.run?.totals;
    text(note, totals ? `${count(totals.sellers_new)} new · ${count(totals.sellers_known)} known before` : '');
    show(held, sellersHeld);
    if (sellers === seen.sellers && runId === seen.runId) return;
    if (runId !== seen.runId) query.value = sellers.query;
    if (sellers.part.page !== seen.sellers?.part.page) list.scrollTop = 0;
    seen = { sellers, runId };
    order.value = sellers.sort;
    attribute(file, 'href', runId ? exportAddress(runId) : null);
    const items = sellers.part.items ?? [];
    keyed(list, items, (seller) => seller.id, create, (item, seller) => update(item, seller, runId, sellers.opened));
    show(empty, items.length === 0);
    text(empty, sellers.query ? 'No seller of this run has that in its name.' : 'Sellers appear with the first eBay pages.');
    text(problem, sellers.part.problem ?? '');
    show(problem, Boolean(sellers.part.problem));
    pages.update(sellers.part);
  };

  function create(seller) {
    const name = h('bdi', { class: 'cut seller-name' });
    const fresh = h('span', { class: 'tag tag-new', title: 'This run met the seller first' }, 'new');
    const feedback = h('span', { class: 'seller-feedback' });
    const times = h('span', { class: 'seller-times' });
    const more = h('button', {
      class: 'seller-open', type: 'button', 'aria-controls': `seller-${seller.id}`, data: { testid: 'seller-open' },
      onclick: () => onToggle(seller.id),
    }, h('span', { class: 'disclosed', 'aria-hidden': 'true' }), name, fresh, feedback, times);
    const where = h('div', { class: 'sightings', id: `seller-${seller.id}` });
    return Object.assign(
      h('li', { class: 'seller', data: { testid: 'seller-row', sellerId: seller.id } }, more, where),
      { name, fresh, feedback, times, more, where });
  }

  function update(item, seller, ofRun, opened) {
    text(item.name, seller.display_name);
    show(item.fresh, seller.first_run_id === ofRun);
    const about = seller.feedback_count_approximate ? 'about ' : '';
    text(item.feedback, [
      Number.isFinite(seller.feedback_percent) && `${seller.feedback_percent.toFixed(1)} %`,
      Number.isFinite(seller.feedback_count) && `${about}${counted(seller.feedback_count, 'rating')}`,
    ].filter(Boolean).join(' · '));
    text(item.times, `in ${counted(seller.times_seen, 'run')}`);
    attribute(item.times, 'data-value', seller.times_seen);
    const open = opened?.id === seller.id;
    attribute(item.more, 'aria-expanded', String(open));
    show(item.where, open);
    if (open && item.drawn !== opened) item.where.replaceChildren(...where(seller, opened));
    item.drawn = open ? opened : null;
  }

  function where(seller, { items, cursor, problem: why, read }) {
    const address = webAddress(seller.profile_url);
    return [
      h('p', { class: 'sightings-head' },
        why ?? (read ? `${counted(items.length, 'sighting')} in this run` : 'Looking where it was met…'),
        address && h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, 'eBay profile')),
      h('ol', {}, ...items.map(createSighting)),
      read && cursor !== undefined && h('button', { class: 'quiet', type: 'button', onclick: onMore }, 'Look for more'),
    ].filter(Boolean);
  }
}
