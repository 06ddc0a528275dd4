package io.glasshive.metrics;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.IntCountsHistogram;

/**
 * Response times in milliseconds. Mean and maximum are exact; percentiles come from buckets (<a
 * href="https://hdrhistogram.github.io/HdrHistogram/">HdrHistogram</a>) of three significant
 * digits: up to 2,047 ms each millisecond is one, above that a bucket is less than a thousandth of
 * its value wide. Not thread-safe.
 */
final class ResponseTimes {
  /** A person reads no more, and up to two seconds it is exact. */
  private static final int SIGNIFICANT_DIGITS = 3;

  /** An hour. Whatever takes longer counts as an hour in the percentiles. */
  static final long MAX_BUCKET_MILLIS = 3_600_000;

  // Grows with the longest time it has seen: 8 KB up to two seconds, 52 KB for an hour.
  private final IntCountsHistogram buckets = new IntCountsHistogram(SIGNIFICANT_DIGITS);
  private long sum;
  private long max;

  void add(long millis) {
    buckets.recordValue(Math.min(millis, MAX_BUCKET_MILLIS));
    sum += millis;
    max = Math.max(max, millis);
  }

  long count() {
    return buckets.getTotalCount();
  }

  /** To three decimals; 0 where there is none. */
  double mean() {
    return count() == 0 ? 0 : Math.round(1000.0 * sum / count()) / 1000.0;
  }

  /** The longest time of the bucket that holds it, no longer than the maximum; 0 where none is. */
  long percentile(double percent) {
    return count() == 0
        ? 0
        : Math.min(buckets.getValueAtPercentile(percent), Math.min(max, MAX_BUCKET_MILLIS));
  }

  long max() {
    return max;
  }

  /** Each bucket that is not empty: its distance from the one before, and its count. */
  void encode(DataOutput out) throws IOException {
    Varints.write(out, sum);
    Varints.write(out, max);
    Varints.write(out, count());
    long before = 0;
    for (HistogramIterationValue bucket : buckets.recordedValues()) {
      Varints.write(out, bucket.getValueIteratedTo() - before);
      Varints.write(out, bucket.getCountAtValueIteratedTo());
      before = bucket.getValueIteratedTo();
    }
  }

  static ResponseTimes decode(DataInput in) throws IOException {
    ResponseTimes times = new ResponseTimes();
    times.sum = Varints.read(in);
    times.max = Varints.read(in);
    long count = Varints.read(in);
    long value = 0;
    while (times.count() < count) {
      value += Varints.read(in);
      times.buckets.recordValueWithCount(value, Varints.read(in));
    }
    return times;
  }
}
