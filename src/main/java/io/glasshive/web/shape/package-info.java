/**
 * Values as the API shows them: one class a shape, each a pure function to JSON. Unset fields are
 * absent, times are RFC 3339 UTC.
 *
 * <p>May import {@code store}, {@code catalogue} and {@code domain}.
 */
package io.glasshive.web.shape;
