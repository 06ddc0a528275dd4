package io.glasshive.simulator;

import java.util.List;

/**
 * A number that depends on a seed and on a path of names, and on nothing else: no order of calls,
 * no time. {@code of(seed).on(asin).on("price").unit()} is the same today, tomorrow and from any
 * thread.
 *
 * <p>The mixing is SplitMix64's finaliser (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, 2014) over an FNV-1a fold of each name.
 */
record Draw(long state) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long FNV_PRIME = 0x100000001B3L;

  static Draw of(long seed) {
    return new Draw(mix(seed + GOLDEN));
  }

  Draw on(String name) {
    long folded = state;
    for (int i = 0; i < name.length(); i++) {
      folded = (folded ^ name.charAt(i)) * FNV_PRIME;
    }
    return new Draw(mix(folded + name.length()));
  }

  Draw on(long number) {
    return new Draw(mix(state + GOLDEN * (number * 2 + 1)));
  }

  /** 0 or more, below 1. */
  double unit() {
    return (mix(state ^ GOLDEN) >>> 11) * 0x1.0p-53;
  }

  /** 0 or more, below {@code bound}. */
  int below(int bound) {
    return (int) (unit() * bound);
  }

  /** 0 or more, below {@code bound}, which is at most 2^53. */
  long belowLong(long bound) {
    return (long) (unit() * bound);
  }

  /** {@code low} to {@code high}, both possible. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  boolean chance(double share) {
    return unit() < share;
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** Normally distributed, mean 0, deviation 1 (Box and Muller). */
  double gaussian() {
    double radius = Math.sqrt(-2 * Math.log(1 - unit()));
    return radius * Math.cos(2 * Math.PI * on("angle").unit());
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
