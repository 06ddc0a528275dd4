/**
 * Who may ask: only programs of this machine and the page that this server gave out. A page of
 * another site can make its visitor's browser send requests here, so the addresses a request names
 * ({@code Host}, {@code Origin}) must be ours, and a change must come as JSON, which a foreign page
 * cannot send unasked.
 *
 * <p>May import {@code web.problem} and {@code domain}.
 */
package io.glasshive.web.auth;
