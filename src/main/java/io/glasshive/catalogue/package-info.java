/**
 * The departments and categories that can be collected, and what an id in a request stands for. A
 * leaf: may import {@code domain} only.
 */
package io.glasshive.catalogue;
