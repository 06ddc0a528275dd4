package io.glasshive.simulator;

import io.glasshive.simulator.FaultPlan.Fate;
import io.glasshive.simulator.FaultPlan.Planned;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Makes the body of each answer of {@code POST /v1/queries}, good or spoilt, after {@code
 * formats/oxylabs.md}. Takes milliseconds: not for an event loop. Safe from any thread.
 */
final class Answers {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final List<Integer> SERVER_ERRORS = List.of(500, 502, 503, 504, 524);
  private static final int GAVE_UP = 613;
  private static final int GAVE_UP_ON_BLOCK = 612;

  /**
   * The answer to a call, before its body is made.
   *
   * @param query what was asked
   * @param planned what happens to it
   * @param call number of the call of this page, from 0
   * @param status HTTP status
   */
  record Outline(Query query, Planned planned, long call, int status) {}

  private final Draw draw;
  private final World world;
  private final Market market;
  private final BestSellerPage bestSellers;
  private final ResultPage resultPage;
  private final InstantSource clock;

  Answers(long seed, World world, Market market, InstantSource clock) {
    this.draw = Draw.of(seed).on("answers");
    this.world = world;
    this.market = market;
    this.bestSellers = new BestSellerPage(seed, world);
    this.resultPage = new ResultPage(seed);
    this.clock = clock;
  }

  /** The answer to the call numbered {@code call} of a page, from 0. */
  Outline outline(Query query, FaultPlan plan, long call) {
    Planned planned = query.isKnown() ? plan.next(query.page(), call) : Planned.GOOD;
    return new Outline(query, planned, call, status(query, planned, call));
  }

  /** The body of {@code outline}; a page is padded to {@code pageBytes}. */
  Buffer body(Outline outline, int pageBytes) {
    Planned planned = outline.planned();
    if (planned.fate() != Fate.FAULT) {
      boolean drifts = planned.fate() == Fate.DRIFT;
      return good(outline, drifts, pageBytes);
    }
    return switch (planned.kind()) {
      case RATE_LIMIT -> message("Too many requests");
      case TIMEOUT -> message("Timeout while waiting for the job");
      case HTTP_500 -> message("Internal error");
      case FAULTED_JOB -> faultedJob(outline);
      case BLOCK_PAGE -> blocked(outline);
      case BROKEN_JSON -> cutShort(good(outline, false, pageBytes));
      case EMPTY_PAGE -> emptied(outline);
      case NO_SELLERS -> noSellers(outline, pageBytes);
    };
  }

  /** {@code {"message":…}}, how the API tells what is wrong. */
  static Buffer message(String text) {
    return new JsonObject().put("message", text).toBuffer();
  }

  private int status(Query query, Planned planned, long call) {
    if (planned.fate() != Fate.FAULT) {
      return 200;
    }
    return switch (planned.kind()) {
      case RATE_LIMIT -> 429;
      case TIMEOUT -> 408;
      case HTTP_500 -> draw.on(query.page()).on(call).pick(SERVER_ERRORS);
      default -> 200;
    };
  }

  private Buffer good(Outline outline, boolean drifts, int pageBytes) {
    if (outline.query() instanceof Query.BestSellers asked) {
      if (asked.number() > World.MAX_PAGES) {
        return failed(outline, GAVE_UP);
      }
      return asked.parsed()
          ? result(outline, bestSellers.content(asked.node(), asked.number()), "parsed")
          : result(outline, "<!DOCTYPE html><title>Amazon Best Sellers</title>", "raw");
    }
    if (outline.query() instanceof Query.Results asked) {
      Market.Results results = market.results(asked.product(), asked.search());
      boolean grid = drifts && results.count() > 0;
      String html = resultPage.html(results, asked.search(), grid, pageBytes);
      return result(outline, html, "raw");
    }
    return failed(outline, 404);
  }

  private Buffer emptied(Outline outline) {
    return outline.query() instanceof Query.BestSellers asked
        ? result(outline, bestSellers.emptied(asked.node(), asked.number()), "parsed")
        : result(outline, "", "raw");
  }

  private Buffer blocked(Outline outline) {
    if (outline.query() instanceof Query.BestSellers) {
      return failed(outline, GAVE_UP_ON_BLOCK);
    }
    Draw block = draw.on("block").on(outline.query().page()).on(outline.call());
    return result(outline, BlockPage.html(block), "raw");
  }

  private Buffer noSellers(Outline outline, int pageBytes) {
    Query.Results asked = (Query.Results) outline.query();
    Market.Results results = market.results(asked.product(), asked.search());
    if (results.count() == 0) {
      results = market.someResults(asked.search());
    }
    String html = resultPage.html(results, asked.search(), true, pageBytes);
    return result(outline, html, "raw");
  }

  /** The job says so itself, or its one result does. */
  private Buffer faultedJob(Outline outline) {
    if (draw.on("faulted").on(outline.query().page()).on(outline.call()).chance(0.5)) {
      return failed(outline, GAVE_UP);
    }
    JsonObject job = new JsonObject().put("id", jobId(outline)).put("status", "faulted");
    return new JsonObject().put("job", job).put("results", new JsonArray()).toBuffer();
  }

  private Buffer failed(Outline outline, int status) {
    return answer(outline, "", "raw", status);
  }

  private Buffer result(Outline outline, Object content, String type) {
    return answer(outline, content, type, 200);
  }

  private Buffer answer(Outline outline, Object content, String type, int status) {
    String now = TIME.format(clock.instant());
    JsonObject result =
        new JsonObject()
            .put("content", content)
            .put("created_at", now)
            .put("updated_at", now)
            .put("page", number(outline.query()))
            .put("url", url(outline.query()))
            .put("job_id", jobId(outline))
            .put("status_code", status)
            .put("type", type)
            .put("parser_type", "");
    JsonObject answer = new JsonObject();
    if (!draw.on("job").on(outline.query().page()).chance(0.1)) {
      answer.put("job", new JsonObject().put("id", jobId(outline)).put("status", "done"));
    }
    return answer.put("results", new JsonArray().add(result)).toBuffer();
  }

  private String jobId(Outline outline) {
    Draw id = draw.on("job id").on(outline.query().page()).on(outline.call());
    return Long.toString(7_500_000_000_000_000_000L + id.belowLong(1L << 50));
  }

  private static String url(Query query) {
    if (query instanceof Query.BestSellers asked) {
      return BestSellerPage.url(asked.node(), asked.number());
    }
    return query instanceof Query.Results asked
        ? asked.search().url()
        : ((Query.Elsewhere) query).url();
  }

  private static int number(Query query) {
    return query instanceof Query.BestSellers asked ? asked.number() : 1;
  }

  private static Buffer cutShort(Buffer whole) {
    return whole.slice(0, whole.length() * 3 / 5);
  }
}
