/**
 * Errors as people and programs get them over HTTP: RFC 9457 problem documents, and the one place
 * that turns failures into them.
 *
 * <p>May import {@code domain}.
 */
package io.glasshive.web.problem;
