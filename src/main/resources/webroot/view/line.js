/** A described line as nodes; every text of others stands in a `bdi` of its own. */

import { SEPARATOR } from '../describe.js';
import { h } from './dom.js';

export function lineNodes(line) {
  return line.flatMap((part, i) => [
    ...(i > 0 ? [SEPARATOR] : []),
    part.foreign === undefined ? part : h('bdi', {}, part.foreign),
  ]);
}
