package io.glasshive.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ResponseTimesTest {
  private final ResponseTimes times = new ResponseTimes();

  @Test
  void tellsTimesUpToTwoSecondsToTheMillisecond() {
    for (int millis = 2_000; millis > 0; millis--) {
      times.add(millis);
    }

    assertEquals(1_000, times.percentile(50));
    assertEquals(1_900, times.percentile(95));
    assertEquals(1_980, times.percentile(99));
    assertEquals(1_000.5, times.mean());
    assertEquals(2_000, times.max());
  }

  @Test
  void isLessThanAThousandthOffForLongerTimes() {
    Random random = new Random(5);
    long[] all = random.longs(5_000, 2_048, ResponseTimes.MAX_BUCKET_MILLIS).toArray();
    Arrays.stream(all).forEach(times::add);
    Arrays.sort(all);

    for (double percent : new double[] {50, 95, 99}) {
      long exact = all[(int) Math.ceil(percent / 100 * all.length) - 1];
      long told = times.percentile(percent);
      assertTrue(told >= exact && told <= exact * 1.001, told + " for " + exact);
    }
  }

  @Test
  void countsWhatTakesLongerThanAnHourAsAnHourButInMeanAndMaximum() {
    times.add(2 * ResponseTimes.MAX_BUCKET_MILLIS);

    assertEquals(ResponseTimes.MAX_BUCKET_MILLIS, times.percentile(50));
    assertEquals(2 * ResponseTimes.MAX_BUCKET_MILLIS, times.max());
    assertEquals(2.0 * ResponseTimes.MAX_BUCKET_MILLIS, times.mean());
  }

  @Test
  void neverTellsAPercentileBeyondTheMaximum() {
    times.add(100_001);

    assertEquals(100_001, times.percentile(99));
  }
}
