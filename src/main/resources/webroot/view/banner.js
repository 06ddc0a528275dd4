/** What went wrong and needs a person: one at a time, until it is dismissed or mended. */

import { h, show, text } from './dom.js';

export function mountBanner(node, { onDismiss }) {
  const message = h('p', {});
  node.append(message, h('button', { class: 'quiet', type: 'button', onclick: onDismiss }, 'Dismiss'));

  return ({ problem }) => {
    text(message, problem ?? '');
    show(node, Boolean(problem));
  };
}
