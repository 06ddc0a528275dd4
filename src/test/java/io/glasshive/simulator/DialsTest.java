package io.glasshive.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.domain.Failure;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DialsTest {

  @Test
  void startsWithSomeLatencyAndTwoPercentOfPassingFaults() {
    assertEquals(
        "{\"latency_ms\":{\"median\":120,\"p99\":600},\"rate_per_s\":0,\"page_bytes\":0,"
            + "\"transient\":{\"rate_limit\":0.0025,\"timeout\":0.0025,\"http_500\":0.0025,"
            + "\"faulted_job\":0.0025,\"block_page\":0.0025,\"broken_json\":0.0025,"
            + "\"empty_page\":0.0025,\"no_sellers\":0.0025},"
            + "\"permanent\":{\"timeout\":0,\"http_500\":0,\"faulted_job\":0,\"block_page\":0,"
            + "\"broken_json\":0,\"empty_page\":0,\"no_sellers\":0},\"drift\":0}",
        Dials.defaults().toJson().encode());
  }

  @Test
  void changesOnlyWhatAPatchNames() {
    JsonObject patch =
        new JsonObject("{\"latency_ms\":{\"p99\":700},\"permanent\":{\"timeout\":0.5}}");

    JsonObject json = Dials.defaults().with(patch).toJson();

    JsonObject expected = Dials.defaults().toJson();
    expected.getJsonObject("latency_ms").put("p99", 700L);
    expected.getJsonObject("permanent").put("timeout", 0.5);
    assertEquals(expected.encode(), json.encode());
    assertEquals(json, Dials.defaults().with(json).toJson());
  }

  @Test
  void takesPathsAndTextFromTheConfiguration() {
    Dials dials =
        Dials.defaults()
            .with(
                Map.of(
                    "latency_ms.median", "5",
                    "latency_ms.p99", "9.5",
                    "rate_per_s", "50",
                    "page_bytes", "400000",
                    "transient.empty_page", "0.1",
                    "permanent.block_page", "0.05",
                    "drift", "1"));

    assertEquals(5, dials.medianMillis());
    assertEquals(9.5, dials.p99Millis());
    assertEquals(50, dials.ratePerSecond());
    assertEquals(400_000, dials.pageBytes());
    assertEquals(0.1, dials.transientShares().get(FaultKind.EMPTY_PAGE));
    assertEquals(0.05, dials.permanentShares().get(FaultKind.BLOCK_PAGE));
    assertEquals(1, dials.drift());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"speed\":1}                        | speed",
        "{\"latency_ms\":{\"mean\":1}}        | latency_ms.mean",
        "{\"latency_ms\":5}                   | latency_ms",
        "{\"latency_ms\":{\"median\":-1}}     | latency_ms.median",
        "{\"latency_ms\":{\"median\":601}}    | latency_ms.p99",
        "{\"latency_ms\":{\"p99\":\"5\"}}     | latency_ms.p99",
        "{\"rate_per_s\":null}                | rate_per_s",
        "{\"rate_per_s\":-5}                  | rate_per_s",
        "{\"page_bytes\":1.5}                 | page_bytes",
        "{\"page_bytes\":99999999999}         | page_bytes",
        "{\"transient\":{\"typo\":0.1}}       | transient.typo",
        "{\"transient\":{\"timeout\":1.1}}    | transient.timeout",
        "{\"transient\":{\"timeout\":1}}      | transient",
        "{\"transient\":[]}                   | transient",
        "{\"permanent\":{\"rate_limit\":0.1}} | permanent.rate_limit",
        "{\"permanent\":{\"rate_limit\":0}}   | permanent.rate_limit",
        "{\"permanent\":{\"timeout\":0.6,\"http_500\":0.6}} | permanent",
        "{\"permanent\":{\"timeout\":{}}}     | permanent.timeout",
        "{\"drift\":2}                        | drift",
        "{\"drift\":true}                     | drift"
      })
  void refusesAPatchAndNamesTheKey(String patch, String key) {
    Failure.Rejected refused =
        assertThrows(
            Failure.Rejected.class, () -> Dials.defaults().with(new JsonObject(patch.strip())));

    assertTrue(refused.getMessage().contains("'" + key + "'"), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "drift,often",
    "drifts,0.1",
    "permanent,0.1",
    "permanent.rate_limit,0.1",
    "drift,NaN"
  })
  void refusesAConfiguredDialAndNamesThePath(String path, String value) {
    Failure.Rejected refused =
        assertThrows(Failure.Rejected.class, () -> Dials.defaults().with(Map.of(path, value)));

    assertTrue(refused.getMessage().contains("'" + path + "'"), refused.getMessage());
  }

  @Test
  void spreadsTheLatencyAsTheDialsSay() {
    Draw draw = Draw.of(7);
    long[] millis = new long[20_000];

    for (int i = 0; i < millis.length; i++) {
      millis[i] = Dials.defaults().latencyMillis(draw.on(i));
    }

    Arrays.sort(millis);
    assertEquals(120, millis[millis.length / 2], 4);
    assertEquals(600, millis[millis.length * 99 / 100], 60);
  }
}
