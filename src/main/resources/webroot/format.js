/** Values to text. Everything here is pure; what it does not know becomes a dash, never "undefined". */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const NONE = '–';

export const ENDED = new Set(['completed', 'completed_with_gaps', 'cancelled', 'failed']);

export function count(value) {
  return Number.isFinite(value) ? whole.format(value) : NONE;
}

/** A count with its noun: `1 product`, `2 products`. */
export function counted(value, noun, plural = `${noun}s`) {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** Integer cents as `$1,299.00`; another currency carries its code. */
export function money(cents, currency = 'USD') {
  if (!Number.isFinite(cents)) return NONE;
  const sign = cents < 0 ? '-' : '';
  const absolute = Math.abs(cents);
  const text = `${whole.format(Math.trunc(absolute / 100))}.${String(absolute % 100).padStart(2, '0')}`;
  return currency === 'USD' ? `${sign}$${text}` : `${sign}${text} ${currency}`;
}

/** What an eBay search makes of an Amazon price: `$19.99 → $35.98–$43.98`. */
export function priceFlow(params) {
  if (!params || !Number.isFinite(params.amazon_price)) return '';
  return `${money(params.amazon_price)} → ${money(params.price_min)}–${money(params.price_max)}`;
}

/** A short span of time: `240 ms`, `3.4 s`, `2 m 04 s`. */
export function span(ms) {
  if (!Number.isFinite(ms)) return NONE;
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
}

/** A running clock in tenths; below a second too, so that its width stays. */
export function stopwatch(ms) {
  if (!Number.isFinite(ms)) return '';
  if (ms >= 60_000) return span(ms);
  return `${(Math.floor(Math.max(0, ms) / 100) / 10).toFixed(1)} s`;
}

/** Elapsed time as on a wall clock: `0:42`, `12:07`, `1:02:07`. */
export function elapsed(ms) {
  if (!Number.isFinite(ms)) return NONE;
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** RFC 3339 to the viewer's own clock with milliseconds: `14:03:22.123`. */
export function clock(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return NONE;
  const pad = (n, width = 2) => String(n).padStart(width, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** RFC 3339 to the viewer's date and minute: `2026-03-04 14:03`. */
export function day(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return NONE;
  const pad = (n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** A wire word for a person: `completed_with_gaps` becomes `completed with gaps`. */
export function words(wire) {
  return typeof wire === 'string' ? wire.replaceAll('_', ' ') : NONE;
}

export function phaseName(phase) {
  if (phase === 'amazon') return 'Amazon';
  if (phase === 'ebay') return 'eBay';
  return words(phase);
}

/** A tooltip's worth of a text that may be of any length. */
export function brief(text, length = 240) {
  const value = String(text ?? '');
  return value.length > length ? `${value.slice(0, length)}…` : value;
}
