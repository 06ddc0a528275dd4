package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.glasshive.simulator.FaultPlan.Fate;
import io.glasshive.simulator.FaultPlan.Planned;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FaultPlanTest {
  private static final int PAGES = 20_000;

  @Test
  void failsNothingWithAllDialsAtZero() {
    FaultPlan plan = plan(Map.of());

    for (int i = 0; i < 1_000; i++) {
      assertEquals(Planned.GOOD, plan.next("ebay:B0" + i + ":1", 0));
      assertNull(plan.permanent("ebay:B0" + i + ":1"));
    }
  }

  @Test
  void spoilsTheShareOfPagesThatTheDialSays() {
    FaultPlan plan = plan(Map.of("permanent.block_page", "0.05", "permanent.timeout", "0.1"));
    Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);

    for (int i = 0; i < PAGES; i++) {
      FaultKind kind = plan.permanent("ebay:B0" + i + ":1");
      if (kind != null) {
        counts.merge(kind, 1, Integer::sum);
      }
    }

    assertEquals(Set.of(FaultKind.BLOCK_PAGE, FaultKind.TIMEOUT), counts.keySet());
    assertEquals(0.05, counts.get(FaultKind.BLOCK_PAGE) / (double) PAGES, 0.006);
    assertEquals(0.10, counts.get(FaultKind.TIMEOUT) / (double) PAGES, 0.009);
  }

  @Test
  void failsAPermanentlySpoiltPageAtEveryCall() {
    FaultPlan plan = plan(Map.of("permanent.http_500", "1", "transient.timeout", "1"));

    for (int call = 0; call < 10; call++) {
      assertEquals(Planned.fault(FaultKind.HTTP_500), plan.next("amazon:12:1", call));
    }
  }

  @Test
  void letsATransientFaultPassAfterOneCallOrTwo() {
    FaultPlan plan = plan(Map.of("transient.empty_page", "1"));
    Set<Integer> lengths = new TreeSet<>();

    for (int i = 0; i < 200; i++) {
      String page = "ebay:B0" + i + ":1";
      int call = 0;
      while (plan.next(page, call).fate() == Fate.FAULT) {
        assertEquals(FaultKind.EMPTY_PAGE, plan.next(page, call).kind());
        call++;
      }
      lengths.add(call);
      assertEquals(Fate.GOOD, plan.next(page, call + 5).fate());
    }

    assertEquals(Set.of(1, 2), lengths);
  }

  @Test
  void producesEveryKind() {
    Set<FaultKind> passing = new TreeSet<>();
    Set<FaultKind> lasting = new TreeSet<>();
    FaultPlan plan =
        plan(
            Map.of(
                "transient.rate_limit", "0.125",
                "transient.timeout", "0.125",
                "transient.http_500", "0.125",
                "transient.faulted_job", "0.125",
                "transient.block_page", "0.125",
                "transient.broken_json", "0.125",
                "transient.empty_page", "0.125",
                "transient.no_sellers", "0.125"));
    FaultPlan worse =
        plan(
            Map.of(
                "permanent.timeout", "0.14",
                "permanent.http_500", "0.14",
                "permanent.faulted_job", "0.14",
                "permanent.block_page", "0.14",
                "permanent.broken_json", "0.14",
                "permanent.empty_page", "0.14",
                "permanent.no_sellers", "0.14"));

    for (int i = 0; i < 500; i++) {
      passing.add(plan.next("ebay:B0" + i + ":1", 0).kind());
      FaultKind kind = worse.permanent("ebay:B0" + i + ":1");
      if (kind != null) {
        lasting.add(kind);
      }
    }

    assertEquals(Set.of(FaultKind.values()), passing);
    assertEquals(FaultKind.values().length - 1, lasting.size());
  }

  @Test
  void takesNoSellersOffNoAmazonPage() {
    FaultPlan plan =
        plan(Map.of("permanent.no_sellers", "0.5", "transient.no_sellers", "1", "drift", "1"));

    for (int i = 0; i < 100; i++) {
      assertEquals(Planned.GOOD, plan.next("amazon:" + i + ":1", 0));
    }
  }

  @Test
  void driftsForGood() {
    FaultPlan plan = plan(Map.of("drift", "0.3"));
    int drifting = 0;

    for (int i = 0; i < PAGES; i++) {
      Planned first = plan.next("ebay:B0" + i + ":1", 0);
      assertEquals(first, plan.next("ebay:B0" + i + ":1", 9));
      drifting += first.fate() == Fate.DRIFT ? 1 : 0;
    }

    assertEquals(0.3, drifting / (double) PAGES, 0.02);
    assertNull(plan.permanent("ebay:B01:1"));
  }

  @Test
  void dependsOnTheSeed() {
    Dials dials = quiet().with(Map.of("permanent.timeout", "0.5"));
    FaultPlan one = new FaultPlan(1, dials);
    FaultPlan same = new FaultPlan(1, dials);
    FaultPlan other = new FaultPlan(2, dials);
    StringBuilder ofOne = new StringBuilder();
    StringBuilder ofSame = new StringBuilder();
    StringBuilder ofOther = new StringBuilder();

    for (int i = 0; i < 100; i++) {
      ofOne.append(one.permanent("ebay:" + i + ":1"));
      ofSame.append(same.permanent("ebay:" + i + ":1"));
      ofOther.append(other.permanent("ebay:" + i + ":1"));
    }

    assertEquals(ofOne.toString(), ofSame.toString());
    assertNotEquals(ofOne.toString(), ofOther.toString());
  }

  private static FaultPlan plan(Map<String, String> dials) {
    return new FaultPlan(Settings.SEED, quiet().with(dials));
  }

  private static Dials quiet() {
    return new Dials(0, 0, 0, 0, Map.of(), Map.of(), 0);
  }
}
