/** Sellers this run has met, as the API lists them. */

import { count } from '../format.js';
import { attribute, h, keyed, show, text } from './dom.js';

export function mountSellers(node) {
  const note = h('span', { class: 'panel-note' });
  const empty = h('p', { class: 'empty' }, 'Sellers appear with the first eBay pages.');
  const list = h('ol', { class: 'sellers-list', tabindex: '0', 'aria-labelledby': 'sellers-title', data: { testid: 'sellers-list' } });
  node.append(h('div', { class: 'panel-head' }, h('h2', { id: 'sellers-title' }, 'Sellers'), note), empty, list);
  let seen;

  return ({ sellers, runId }) => {
    if (sellers === seen) return;
    seen = sellers;
    keyed(list, sellers ?? [], (seller) => seller.id, create, (item, seller) => update(item, seller, runId));
    show(empty, !sellers || sellers.length === 0);
    text(note, sellers?.length >= 50 ? 'the first 50' : '');
  };
}

function create(seller) {
  const name = h('bdi', { class: 'cut seller-name' });
  const fresh = h('span', { class: 'tag tag-new' }, 'new');
  const feedback = h('span', { class: 'seller-feedback' });
  const times = h('span', { class: 'seller-times' });
  const address = webAddress(seller.profile_url);
  const shown = address
    ? h('a', { class: 'cut', href: address, target: '_blank', rel: 'noopener noreferrer' }, name)
    : h('span', { class: 'cut' }, name);
  return Object.assign(
    h('li', { class: 'seller', data: { testid: 'seller-row', sellerId: seller.id } }, shown, fresh, feedback, times),
    { name, fresh, feedback, times });
}

function update(item, seller, runId) {
  text(item.name, seller.display_name);
  show(item.fresh, seller.first_run_id === runId);
  const about = seller.feedback_count_approximate ? 'about ' : '';
  text(item.feedback, [
    Number.isFinite(seller.feedback_percent) && `${seller.feedback_percent.toFixed(1)} %`,
    Number.isFinite(seller.feedback_count) && `${about}${count(seller.feedback_count)} ratings`,
  ].filter(Boolean).join(' · '));
  text(item.times, `seen ${count(seller.times_seen)} ×`);
  attribute(item.times, 'data-value', seller.times_seen);
}

/** Only the web is linked to: an address comes from a page that somebody else wrote. */
function webAddress(address) {
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
