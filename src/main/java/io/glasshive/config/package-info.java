/**
 * What can be set: one record a section, read from {@code conf/glasshive.yaml}, the environment and
 * flags, and checked at start with messages that name the key. A leaf: may import {@code domain}
 * only.
 *
 * <pre>
 *   --set        ─┐
 *   GLASSHIVE_…  ─┼─► ConfigLoader ─ Settings (every key: Setting, Kind) ─► Assembly ─► Config
 *   ConfigFile   ─┘        └─ NearestKey, for a key that is not known
 * </pre>
 */
package io.glasshive.config;
