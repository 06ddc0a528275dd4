/**
 * One run's live stream: it owns the EventSource and nothing else.
 *
 * The browser reconnects by itself and resumes with Last-Event-ID. Where it gives up (any answer but 200), this takes
 * over with a growing delay and asks from the position the caller has. It closes for good on `end`.
 *
 * Calls `onSnapshot(data)`, `onEvent(event)`, `onEnd(data)` and `onState(state)` with `connecting`, `open` or
 * `offline`; `position()` tells the last event applied, or undefined before the first snapshot.
 */

import { streamAddress } from './api.js';

/** Delays between attempts of our own; the last one repeats. */
const DELAYS_MS = [1000, 2000, 4000, 8000, 15_000];

export function openFeed(runId, { position, onSnapshot, onEvent, onEnd, onState }) {
  let source = null;
  let timer = null;
  let failures = 0;
  let closed = false;

  connect();

  function connect() {
    clearTimeout(timer);
    source?.close();
    const stream = new EventSource(streamAddress(runId, position()));
    source = stream;
    onState('connecting');
    stream.onopen = () => {
      failures = 0;
      onState('open');
    };
    stream.onmessage = (message) => pass(stream, message, onEvent);
    stream.addEventListener('snapshot', (message) => pass(stream, message, onSnapshot));
    stream.addEventListener('end', (message) => {
      close();
      pass(stream, message, onEnd);
    });
    stream.onerror = () => {
      if (closed || stream !== source) return;
      onState('offline');
      if (stream.readyState === EventSource.CLOSED) {
        timer = setTimeout(connect, DELAYS_MS[Math.min(failures++, DELAYS_MS.length - 1)]);
      }
    };
  }

  /** A message that cannot be read is left out: the next one then shows the hole, and the hole is asked for again. */
  function pass(stream, message, receive) {
    if (stream !== source) return;
    let data;
    try {
      data = JSON.parse(message.data);
    } catch {
      return;
    }
    receive(data);
  }

  function close() {
    closed = true;
    clearTimeout(timer);
    source.close();
  }

  return {
    close,
    /** Drops the connection and asks again from the caller's position, now. */
    reopen() {
      closed = false;
      connect();
    },
  };
}
