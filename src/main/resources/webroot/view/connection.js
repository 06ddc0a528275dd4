/** The badge in the header: whether what is on the page is what is happening. */

import { elapsed } from '../format.js';
import { h, show, text } from './dom.js';

const WORDS = {
  connecting: 'Connecting…',
  preparing: 'Preparing the database…',
  ready: 'Ready',
  live: 'Live',
  catching_up: 'Catching up…',
  offline: 'Offline, trying again…',
  ended: 'Ended, all events received',
};

export function mountConnection(node, { onRetry }) {
  const dot = h('span', { class: 'badge-dot', 'aria-hidden': 'true' });
  const label = h('span', {});
  const badge = h('span', { class: 'badge', data: { testid: 'connection-badge', state: 'connecting' } }, dot, label);
  const retry = h('button', { class: 'quiet', type: 'button', onclick: onRetry }, 'Retry now');
  node.append(badge, retry);

  return ({ connection, connectionSince, serverStep, nowMillis }) => {
    badge.dataset.state = connection;
    const away = connection === 'offline' ? ` for ${elapsed(nowMillis - connectionSince)}` : '';
    const step = connection === 'preparing' && serverStep;
    text(label, step ? `${step}…` : (WORDS[connection] ?? connection).replace('Offline', `Offline${away}`));
    show(retry, connection === 'offline');
  };
}
