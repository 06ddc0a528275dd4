package io.glasshive.simulator;

import java.util.Map;

/**
 * Which calls fail, and how: a function of (seed, dials, page) and of how many calls of the page
 * there were. A page is named {@code amazon:<node>:<page>} or {@code ebay:<asin>:<page>}.
 *
 * <p>A page has no fault, a permanent one, or a transient one: of one kind, on its first 1 or 2
 * calls, then good for ever. Apart from that a share of eBay pages drifts. Immutable.
 */
final class FaultPlan {
  /** What happens to a call. */
  enum Fate {
    GOOD,
    FAULT,
    DRIFT
  }

  /**
   * The answer to a call, as planned.
   *
   * @param fate what happens
   * @param kind of a fault; null otherwise
   */
  record Planned(Fate fate, FaultKind kind) {
    static final Planned GOOD = new Planned(Fate.GOOD, null);
    static final Planned DRIFT = new Planned(Fate.DRIFT, null);

    static Planned fault(FaultKind kind) {
      return new Planned(Fate.FAULT, kind);
    }
  }

  private final Draw draw;
  private final Dials dials;

  FaultPlan(long seed, Dials dials) {
    this.draw = Draw.of(seed).on("faults");
    this.dials = dials;
  }

  /** The kind of fault that {@code page} has for good; null if it has none. */
  FaultKind permanent(String page) {
    return kind(dials.permanentShares(), draw.on("permanent").on(page), page);
  }

  /**
   * What happens to the next call of {@code page}.
   *
   * @param callCount calls of the page before this one; those that the rate dial refused are none
   */
  Planned next(String page, long callCount) {
    FaultKind permanent = permanent(page);
    if (permanent != null) {
      return Planned.fault(permanent);
    }
    Draw passing = draw.on("transient").on(page);
    FaultKind kind = kind(dials.transientShares(), passing, page);
    if (kind != null && callCount < passing.on("times").between(1, 2)) {
      return Planned.fault(kind);
    }
    boolean drifts = page.startsWith("ebay:") && draw.on("drift").on(page).chance(dials.drift());
    return drifts ? Planned.DRIFT : Planned.GOOD;
  }

  private static FaultKind kind(Map<FaultKind, Double> shares, Draw draw, String page) {
    double u = draw.unit();
    double reached = 0;
    for (FaultKind kind : FaultKind.values()) {
      reached += shares.getOrDefault(kind, 0.0);
      if (u < reached) {
        return kind.fits(page) ? kind : null;
      }
    }
    return null;
  }
}
