/** One listing by which a seller was met: the product, the price searched for, the page, the event that tells of it. */

import { count, money } from '../format.js';
import { h } from './dom.js';

export function createSighting(sighting) {
  const { asin, listing_id: listing } = sighting;
  return h('li', { class: 'sighting', data: { testid: 'sighting-row', seq: sighting.seq } },
    h('bdi', { class: 'cut', title: sighting.title }, sighting.title),
    h('p', { class: 'sighting-facts' },
      link(`https://www.amazon.com/dp/${encodeURIComponent(asin)}`, asin),
      h('span', {}, `searched ${money(sighting.price_min)}–${money(sighting.price_max)}`),
      h('span', {}, Number.isFinite(sighting.price_cents) ? `offered ${money(sighting.price_cents, sighting.currency)}` : 'price not shown'),
      h('span', {}, `page ${count(sighting.page)}`),
      // A card without a link has a made-up id, and no address.
      /^\d+$/.test(listing) ? link(`https://www.ebay.com/itm/${listing}`, `listing ${listing}`) : h('span', {}, `no link (${listing})`),
      h('span', {}, `event ${count(sighting.seq)}`)));
}

/** Only the web is linked to: an address comes from a page that somebody else wrote. */
export function webAddress(address) {
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}

function link(href, label) {
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label);
}
