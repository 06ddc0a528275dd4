package io.glasshive.domain;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A seller's name as a platform shows it and the form by which it is recognised again.
 *
 * @param display as shown, trimmed
 * @param normalized trimmed, NFKC, lower case in the root locale: 2 to 64 characters of {@code
 *     [a-z0-9.*_-]}, starting with a letter or digit
 */
public record SellerName(String display, String normalized) {
  private static final Pattern NORMALIZED = Pattern.compile("[a-z0-9][a-z0-9.*_-]{1,63}");

  public SellerName {
    Objects.requireNonNull(display, "display");
    Objects.requireNonNull(normalized, "normalized");
    if (!NORMALIZED.matcher(normalized).matches()) {
      throw new IllegalArgumentException("not a seller's name: " + Text.cut(normalized, 80));
    }
  }

  /** The name that {@code shown} stands for, or null where it cannot be one. */
  public static SellerName of(String shown) {
    String display = Text.storable(shown).strip();
    String normalized =
        Normalizer.normalize(display, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    return NORMALIZED.matcher(normalized).matches() ? new SellerName(display, normalized) : null;
  }

  /** The seller's profile on eBay. */
  public String profileUrl() {
    return "https://www.ebay.com/usr/"
        + URLEncoder.encode(normalized, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
