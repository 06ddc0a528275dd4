/** The badge in the header: whether what is on the page is what is happening. */

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
  const dot = h('span', { class: 'connection-dot', 'aria-hidden': 'true' });
  const label = h('span', { class: 'connection-label' });
  const retry = h('button', { class: 'quiet', type: 'button', onclick: onRetry }, 'Retry now');
  node.append(dot, label, retry);

  return ({ connection }) => {
    node.dataset.state = connection;
    text(label, WORDS[connection] ?? connection);
    show(retry, connection === 'offline');
  };
}
