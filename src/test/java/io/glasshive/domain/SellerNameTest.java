package io.glasshive.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class SellerNameTest {
  @Test
  void normalisesCaseWidthAndSpace() {
    assertEquals("liquid05", SellerName.of(" Liquid05 ").normalized());
    assertEquals("Liquid05", SellerName.of(" Liquid05 ").display());
    assertEquals("abc", SellerName.of("ＡＢＣ").normalized());
  }

  @Test
  void takesTheCharactersThatNamesHave() {
    assertNotNull(SellerName.of("a.b*c_d-e*"));
    assertNotNull(SellerName.of("0x"));
    assertNotNull(SellerName.of("a".repeat(64)));
  }

  @Test
  void refusesWhatCannotBeAName() {
    assertNull(SellerName.of("a"));
    assertNull(SellerName.of("a".repeat(65)));
    assertNull(SellerName.of("_ab"));
    assertNull(SellerName.of("two words"));
    assertNull(SellerName.of("Straße"));
    assertNull(SellerName.of(""));
  }

  @Test
  void isTheSameWhenNormalisedTwice() {
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(70); n > 0; n--) {
        text.append(
            (char) (random.nextInt(4) == 0 ? random.nextInt(0x3000) : 33 + random.nextInt(94)));
      }
      SellerName name = SellerName.of(text.toString());
      if (name != null) {
        assertEquals(name.normalized(), SellerName.of(name.normalized()).normalized());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_123, 4_711})
  void recognisesANameInWhateverCaseWidthAndSpaceItIsShown(long seed) {
    String first = "abcdefghijklmnopqrstuvwxyz0123456789";
    String rest = first + ".*_-";
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder name = new StringBuilder().append(first.charAt(random.nextInt(36)));
      for (int n = 1 + random.nextInt(63); n > 0; n--) {
        name.append(rest.charAt(random.nextInt(rest.length())));
      }
      StringBuilder shown = new StringBuilder();
      for (char c : name.toString().toCharArray()) {
        char cased = random.nextBoolean() ? Character.toUpperCase(c) : c;
        shown.append(random.nextInt(4) == 0 ? (char) (cased + 0xFEE0) : cased);
      }
      String spaced = " \t".repeat(random.nextInt(3)) + shown + " \n".repeat(random.nextInt(3));

      SellerName read = SellerName.of(spaced);

      assertNotNull(read, () -> "seed " + seed + ": " + shown);
      assertEquals(name.toString(), read.normalized(), () -> "seed " + seed);
      assertEquals(shown.toString(), read.display(), () -> "seed " + seed);
    }
  }

  @Test
  void encodesTheProfilesAddress() {
    assertEquals("https://www.ebay.com/usr/a.b*c", SellerName.of("A.b*c").profileUrl());
  }
}
