package io.glasshive.config;

import java.util.Locale;
import java.util.Optional;

/**
 * One key that can be set.
 *
 * @param key section and name, {@code http.port}
 * @param defaultText what holds when nobody sets it; empty: unset, or worked out from other keys
 * @param secret whether its value must never be shown
 */
record Setting<T>(String key, Optional<String> defaultText, Kind<T> kind, boolean secret) {

  static <T> Setting<T> of(String key, String defaultText, Kind<T> kind) {
    return new Setting<>(key, Optional.of(defaultText), kind, false);
  }

  static <T> Setting<T> unset(String key, Kind<T> kind) {
    return new Setting<>(key, Optional.empty(), kind, false);
  }

  static Setting<Config.Secret> secret(String key) {
    return new Setting<>(key, Optional.empty(), Kind.secret(), true);
  }

  /** The variable that sets it: {@code GLASSHIVE_HTTP_PORT}. */
  String variable() {
    return Settings.VARIABLE_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
