/** Small drawings that carry meaning by shape; the word beside them says the same. */

import { s } from './dom.js';

const HEXAGON = '12,1.5 21.1,6.75 21.1,17.25 12,22.5 2.9,17.25 2.9,6.75';

/** A worker's cell. All marks are there; the style sheet shows those of the state on an ancestor's `data-state`. */
export function hexagon() {
  return s(
    'svg',
    { class: 'hex', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    s('polygon', { class: 'hex-wall', points: HEXAGON }),
    s('polygon', { class: 'hex-half', points: '2.9,12 21.1,12 21.1,17.25 12,22.5 2.9,17.25' }),
    s('polygon', { class: 'hex-core', points: '12,7.5 15.9,9.75 15.9,14.25 12,16.5 8.1,14.25 8.1,9.75' }),
    s('path', { class: 'hex-check', d: 'M7.5 12.2l3.1 3.1 6-6.4' }),
    s('path', { class: 'hex-cross', d: 'M8.5 8.5l7 7m0-7l-7 7' }),
    s('path', { class: 'hex-bars', d: 'M9.5 8v8m5-8v8' }),
  );
}

/** A phase: Amazon is a diamond, eBay a ring. */
export function phaseGlyph(phase) {
  const amazon = phase === 'amazon';
  return s(
    'svg',
    { class: 'phase-glyph', 'data-phase': phase, viewBox: '0 0 12 12', 'aria-hidden': 'true', focusable: 'false' },
    amazon
      ? s('polygon', { points: '6,0.8 11.2,6 6,11.2 0.8,6' })
      : s('circle', { cx: 6, cy: 6, r: 3.7, class: 'ring' }),
  );
}
