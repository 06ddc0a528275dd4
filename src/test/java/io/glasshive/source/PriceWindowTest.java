package io.glasshive.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PriceWindowTest {
  private static final BigDecimal LOW = new BigDecimal("1.8");
  private static final BigDecimal HIGH = new BigDecimal("2.2");

  @Test
  void isTheAmazonPriceTimesBothFactors() {
    assertEquals(new PriceWindow(18_000, 22_000), PriceWindow.of(10_000, LOW, HIGH));
    assertEquals(new PriceWindow(3_598, 4_398), PriceWindow.of(1_999, LOW, HIGH));
  }

  @Test
  void roundsHalfACentUp() {
    BigDecimal half = new BigDecimal("1.5");

    assertEquals(new PriceWindow(2, 2), PriceWindow.of(1, half, half));
    assertEquals(new PriceWindow(5, 5), PriceWindow.of(3, half, half));
    assertEquals(
        new PriceWindow(1, 1),
        PriceWindow.of(
            1, new BigDecimal("1.4999999999999999999"), half.subtract(new BigDecimal("0.0001"))));
  }

  @Test
  void refusesABoundThatNoLongHolds() {
    assertThrows(ArithmeticException.class, () -> PriceWindow.of(Long.MAX_VALUE, LOW, HIGH));
  }
}
