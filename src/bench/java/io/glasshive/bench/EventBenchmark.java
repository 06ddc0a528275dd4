package io.glasshive.bench;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Action;
import io.glasshive.domain.ActivityEvent;
import io.glasshive.domain.ApiParams.SellerQuery;
import io.glasshive.domain.Category;
import io.glasshive.domain.EventJson;
import io.glasshive.domain.Phase;
import io.glasshive.domain.UnitId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;

/** What an event costs between the worker and the socket: its JSON, and its frame. */
public class EventBenchmark extends BenchmarkSettings {
  private static final UUID RUN = new UUID(1, 2);
  private final ActivityEvent event =
      new ActivityEvent.Builder(new UUID(3, 4), RUN, Instant.EPOCH, 3, Phase.EBAY, Action.FETCHING)
          .seq(7)
          .category(new Category("172541", "Headphones", "electronics", "Electronics"))
          .unit(UnitId.ebay("B000000001"))
          .productName("Halden Headphones, for Home & Office, Dishwasher Safe 44CG-QZDK")
          .url("https://www.ebay.com/sch/i.html?_nkw=Halden+Headphones&_ipg=60&_pgn=1&_dmd=1")
          .apiParams(
              new SellerQuery("Halden Headphones", 1999, 3598, 4398, 1, 60, "new", true, true))
          .startedAt(Instant.EPOCH)
          .attempt(1)
          .build();
  private final List<Chunk.Entry> entry =
      List.of(new Chunk.Entry(7, 3, Phase.EBAY, Action.FETCHING, null, EventJson.encode(event)));

  @Benchmark
  public String encode() {
    return EventJson.encode(event);
  }

  @Benchmark
  public Chunk frame() {
    return new Chunk(RUN, entry);
  }
}
