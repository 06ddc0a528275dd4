package io.glasshive.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.domain.Failure;
import io.glasshive.domain.NewRun;
import io.glasshive.journal.StoredRuns;
import io.glasshive.store.Preset;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class RunOrderTest {
  private static final Catalogue CATALOGUE = Catalogue.load();
  private static final Preset PRESET =
      new Preset(new UUID(1, 2), "Mine", List.of("electronics"), StoredRuns.THEN, StoredRuns.THEN);

  private final RunOrder order =
      new RunOrder(
          RunningWeb.config("run.workers=6", "ebay.inexact=keep"),
          CATALOGUE,
          id -> Future.succeededFuture(Optional.of(PRESET).filter(p -> p.id().equals(id))));

  @Test
  void takesWhatIsLeftOpenFromTheSettings() {
    NewRun run = read("{\"category_ids\":[\"electronics\"]}");

    assertNull(run.name());
    assertEquals(6, run.workers());
    assertTrue(run.start());
    assertEquals("simulator", run.amazonSource());
    assertEquals(1, run.settings().amazonPages());
    assertEquals(3, run.settings().ebayPages());
    assertEquals(60, run.settings().itemsPerPage());
    assertTrue(run.settings().keepInexact());
    assertNull(run.settings().requestsPerSecond());
    assertNull(run.settings().concurrency());
    assertNull(run.settings().maxCalls());
    assertEquals("electronics", run.categories().get(0).departmentId());
  }

  @Test
  void takesTheLimitsThatAreNamed() {
    NewRun run =
        read(
            "{\"category_ids\":[\"electronics\"],\"limits\":{\"amazon_pages\":2,\"ebay_pages\":20,"
                + "\"requests_per_second\":0.5,\"concurrency\":1,\"max_calls\":1}}");

    assertEquals(2, run.settings().amazonPages());
    assertEquals(20, run.settings().ebayPages());
    assertEquals(new BigDecimal("0.5"), run.settings().requestsPerSecond());
    assertEquals(1, run.settings().concurrency());
    assertEquals(1, run.settings().maxCalls());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "workers":0                         | bad_value        | workers
          "workers":65                        | bad_value        | workers
          "workers":2.0                       | bad_value        | workers
          "workers":"2"                       | bad_value        | workers
          "workers":null                      | bad_value        | workers
          "start":"yes"                       | bad_value        | start
          "name":"  "                         | bad_value        | name
          "name":7                            | bad_value        | name
          "limits":[]                         | bad_value        | limits
          "limits":{"amazon_pages":3}         | bad_value        | limits.amazon_pages
          "limits":{"ebay_pages":21}          | bad_value        | limits.ebay_pages
          "limits":{"ebay_pages":0}           | bad_value        | limits.ebay_pages
          "limits":{"requests_per_second":0}  | bad_value        | limits.requests_per_second
          "limits":{"requests_per_second":-1} | bad_value        | limits.requests_per_second
          "limits":{"requests_per_second":"1"}| bad_value        | limits.requests_per_second
          "limits":{"concurrency":0}          | bad_value        | limits.concurrency
          "limits":{"max_calls":0}            | bad_value        | limits.max_calls
          "limits":{"max_calls":2.5}          | bad_value        | limits.max_calls
          "limits":{"pages":5}                | unknown_member   | limits.pages
          "preset_id":"mine"                  | bad_value        | preset_id
          "colour":"red"                      | unknown_member   | colour
          """)
  void namesTheMemberThatIsWrong(String member, String code, String named) {
    Failure.Rejected rejected =
        assertThrows(
            Failure.Rejected.class,
            () -> read("{\"category_ids\":[\"electronics\"]," + member + "}"));

    assertEquals(code, rejected.code());
    assertTrue(rejected.getMessage().contains(named), rejected.getMessage());
  }

  @Test
  void wantsCategories() {
    assertEquals("no_categories", code("{}"));
    assertEquals("no_categories", code("{\"category_ids\":[]}"));
    assertEquals("bad_value", code("{\"category_ids\":[7]}"));
    assertEquals("bad_value", code("{\"category_ids\":\"electronics\"}"));
    assertEquals("unknown_category", code("{\"category_ids\":[\"nowhere\"]}"));
    assertEquals(
        "bad_value",
        code("{\"category_ids\":[\"electronics\"],\"name\":\"" + "x".repeat(201) + "\"}"));
  }

  @Test
  void takesTheCategoriesOfAPreset() {
    NewRun run = read("{\"preset_id\":\"" + PRESET.id() + "\"}");

    assertEquals("electronics", run.categories().get(0).departmentId());
    assertEquals("unknown_preset", code("{\"preset_id\":\"mine\"}"));
    assertEquals("unknown_preset", code("{\"preset_id\":\"" + new UUID(9, 9) + "\"}"));
    assertEquals("bad_value", code("{\"preset_id\":7}"));
  }

  private String code(String body) {
    return assertThrows(Failure.Rejected.class, () -> read(body)).code();
  }

  private NewRun read(String body) {
    return StoredRuns.await(order.read(Buffer.buffer(body), "api"));
  }
}
