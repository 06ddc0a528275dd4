package io.glasshive.source.oxylabs;

import static io.glasshive.domain.ErrorStage.API;
import static io.glasshive.domain.ErrorStage.PRODUCT_EXTRACTION;
import static io.glasshive.domain.ErrorStage.SELLER_EXTRACTION;
import static io.glasshive.domain.ErrorType.API_ERROR;
import static io.glasshive.domain.ErrorType.HTTP_500;
import static io.glasshive.domain.ErrorType.PARSE_ERROR;
import static io.glasshive.domain.ErrorType.RATE_LIMIT;
import static io.glasshive.domain.ErrorType.TIMEOUT;
import static io.glasshive.source.SourceFailure.Verdict.CREDENTIALS;
import static io.glasshive.source.SourceFailure.Verdict.GIVE_UP;
import static io.glasshive.source.SourceFailure.Verdict.RETRY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.glasshive.config.Config.Secret;
import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.ApiParams.SellerQuery;
import io.glasshive.domain.Category;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Money;
import io.glasshive.domain.Product;
import io.glasshive.source.BestSellersPage;
import io.glasshive.source.SellerPage;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import io.glasshive.source.page.JsoupResultPage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OxylabsIT {
  private static final Instant NOW = Instant.parse("2026-09-24T10:00:00Z");
  private static final String PASSWORD = "s3cr3t\"pass word";
  private static final BestSellersQuery BEST_SELLERS = new BestSellersQuery("172541", 2);
  private static final SellerQuery SELLERS =
      new SellerQuery("Fire TV", 10_000, 18_000, 22_000, 3, 60, "new", true, true);
  private static final String ROWS =
      "{\"page\":2,\"pages\":2,\"parse_status_code\":12000,\"results\":[{\"pos\":1,\"asin\":"
          + "\"B0ABCDEFGH\",\"title\":\"T\",\"price\":\"$1,234.56\",\"currency\":\"USD\"}]}";
  private static final String HTML =
      "<ul class=\"srp-results\"><li class=\"s-card\"><a href=\"/itm/7\"></a><div"
          + " class=\"s-card__attribute-row\"><span>liquid05</span><span>96.2% positive"
          + " (1.1K)</span></div></li></ul>";

  private Vertx vertx;
  private Context context;
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    context = vertx.getOrCreateContext();
    server = await(ScriptedServer.start(vertx));
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  @Test
  void asksForBestSellersAsTheProtocolSays() throws Exception {
    server.answer(200, "", result(200, ROWS));

    BestSellersPage page = read(fetch(bestSellers(server.base(), 10_000)));

    assertEquals(List.of(new Product("B0ABCDEFGH", "T", Money.usd(123_456))), page.products());
    String request = server.requests().get(0);
    assertTrue(request.startsWith("POST /v1/queries HTTP/1.1\r\n"), request);
    // base64 of user@example:s3cr3t"pass word
    assertTrue(request.contains("Basic dXNlckBleGFtcGxlOnMzY3IzdCJwYXNzIHdvcmQ=\r\n"), request);
    assertTrue(
        request.toLowerCase(Locale.ROOT).contains("content-type: application/json"), request);
    assertEquals(
        "{\"source\":\"amazon_bestsellers\",\"domain\":\"com\",\"query\":\"172541\",\"parse\":true,"
            + "\"start_page\":2,\"pages\":1}",
        body(request));
  }

  @Test
  void asksForSellersAsTheProtocolSays() throws Exception {
    server.answer(200, "", result(200, Json.encode(HTML)));

    SellerPage page = read(search(sellerSearch(server.base())));

    assertEquals("7", page.cards().get(0).listingId());
    assertEquals(
        "{\"source\":\"universal\",\"url\":\"https://www.ebay.com/sch/i.html?_nkw=Fire+TV"
            + "&LH_ItemCondition=1000&LH_Free=1&LH_PrefLoc=1&_udlo=180.00&_udhi=220.00&_ipg=60"
            + "&_pgn=3&_dmd=1\",\"geo_location\":\"United States\",\"user_agent_type\":\"desktop\","
            + "\"render\":\"html\"}",
        body(server.requests().get(0)));
  }

  @Test
  void addressesPagesForPeople() {
    assertEquals(
        "https://www.amazon.com/gp/bestsellers/electronics/172541?pg=2",
        bestSellers(server.base(), 1_000)
            .address(
                new Category("172541", "Headphones", "electronics", "Electronics"), BEST_SELLERS));
    assertEquals("ebay_web", sellerSearch(server.base()).sellerSource());
  }

  @Test
  void keepsOneConnectionAndAnswersOnTheCallersContext() throws Exception {
    server.answer(200, "", result(200, ROWS));
    OxylabsBestSellers source = bestSellers(server.base(), 10_000);

    for (int i = 0; i < 3; i++) {
      Promise<Context> answeredOn = Promise.promise();
      context.runOnContext(
          v ->
              source
                  .fetch(BEST_SELLERS)
                  .onComplete(a -> answeredOn.complete(Vertx.currentContext())));
      assertSame(context, await(answeredOn.future()));
    }

    assertEquals(3, server.requests().size());
    assertEquals(1, server.connectionCount());
  }

  static Stream<Arguments> statuses() {
    return Stream.of(
        arguments(204, API_ERROR, RETRY),
        arguments(202, API_ERROR, RETRY),
        arguments(301, API_ERROR, GIVE_UP),
        arguments(400, API_ERROR, GIVE_UP),
        arguments(401, API_ERROR, CREDENTIALS),
        arguments(403, API_ERROR, CREDENTIALS),
        arguments(404, API_ERROR, GIVE_UP),
        arguments(408, TIMEOUT, RETRY),
        arguments(422, API_ERROR, GIVE_UP),
        arguments(429, RATE_LIMIT, RETRY),
        arguments(500, HTTP_500, RETRY),
        arguments(502, HTTP_500, RETRY),
        arguments(503, HTTP_500, RETRY),
        arguments(504, HTTP_500, RETRY),
        arguments(524, HTTP_500, RETRY));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void knowsEveryStatus(int status, ErrorType type, Verdict verdict) throws Exception {
    server.answer(status, "", "");

    SourceFailure failure = failed(fetch(bestSellers(server.base(), 10_000)));

    assertFailure(type, API, verdict, failure);
    assertNull(failure.retryAfter());
    assertTrue(failure.message().contains("(" + status + ")"), failure.message());
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        // The target's status.
        arguments(result(613, "\"\""), API_ERROR, API, RETRY),
        arguments(result(612, "{}"), API_ERROR, API, RETRY),
        arguments(result(404, "{}"), API_ERROR, API, GIVE_UP),
        arguments(result(403, "{}"), API_ERROR, API, RETRY),
        arguments(result(429, "{}"), API_ERROR, API, RETRY),
        arguments(result(500, "{}"), HTTP_500, API, RETRY),
        arguments(result(503, ROWS), HTTP_500, API, RETRY),
        arguments(result(301, ROWS), API_ERROR, API, RETRY),
        arguments(
            "{\"job\":{\"id\":\"1\",\"status\":\"faulted\"},\"results\":[]}",
            API_ERROR,
            API,
            RETRY),
        arguments(result(200, ROWS).replace("\"done\"", "\"faulted\""), API_ERROR, API, RETRY),
        arguments("{\"job\":{\"status\":\"pending\"}}", API_ERROR, API, RETRY),
        // Not what was asked for.
        arguments("", API_ERROR, API, RETRY),
        arguments("<html>gateway</html>", API_ERROR, API, RETRY),
        arguments(result(200, ROWS).substring(0, 90), API_ERROR, API, RETRY),
        arguments(result(200, ROWS) + "}", API_ERROR, API, RETRY),
        arguments("[]", API_ERROR, API, RETRY),
        arguments("\"done\"", API_ERROR, API, RETRY),
        arguments("null", API_ERROR, API, RETRY),
        arguments("{}", API_ERROR, API, RETRY),
        arguments("{\"results\":[]}", API_ERROR, API, RETRY),
        arguments("{\"results\":\"x\"}", API_ERROR, API, RETRY),
        arguments("{\"results\":[null]}", API_ERROR, API, RETRY),
        arguments("{\"results\":[{}]}", API_ERROR, API, RETRY),
        arguments(
            "{\"results\":[{\"content\":{\"a\":1},\"status_code\":\"ok\"}]}",
            API_ERROR,
            API,
            RETRY),
        arguments("[".repeat(5_000) + "]".repeat(5_000), API_ERROR, API, RETRY),
        // Nothing in it.
        arguments(result(200, "{}"), PARSE_ERROR, PRODUCT_EXTRACTION, RETRY),
        arguments(result(200, "\"\""), PARSE_ERROR, PRODUCT_EXTRACTION, RETRY),
        arguments(result(200, "null"), PARSE_ERROR, PRODUCT_EXTRACTION, RETRY),
        arguments("{\"results\":[{\"status_code\":200}]}", PARSE_ERROR, PRODUCT_EXTRACTION, RETRY),
        arguments(result(200, "\"<html/>\""), PARSE_ERROR, PRODUCT_EXTRACTION, RETRY),
        arguments(
            result(200, "{\"pages\":2,\"results\":[]}"), PARSE_ERROR, PRODUCT_EXTRACTION, RETRY),
        arguments(
            result(200, ROWS.replace("12000", "12002")), PARSE_ERROR, PRODUCT_EXTRACTION, RETRY));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void doesNotTakeStatus200ForSuccess(
      String body, ErrorType type, ErrorStage stage, Verdict verdict) throws Exception {
    server.answer(200, "", body);

    assertFailure(type, stage, verdict, failed(fetch(bestSellers(server.base(), 10_000))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12004", "12005"})
  void readsAPageParsedInPart(String status) throws Exception {
    server.answer(200, "", result(200, ROWS.replace("12000", status)));

    assertEquals(1, read(fetch(bestSellers(server.base(), 10_000))).products().size());
  }

  @Test
  void readsAnAnswerWithoutAJob() throws Exception {
    server.answer(200, "", "{\"results\":[{\"content\":" + ROWS + ",\"status_code\":200}]}");

    assertEquals(1, read(fetch(bestSellers(server.base(), 10_000))).products().size());
  }

  @Test
  void takesNoRowsPastTheLastPageForTheEnd() throws Exception {
    server.answer(200, "", result(200, "{\"page\":2,\"pages\":1,\"results\":[]}"));

    assertEquals(
        new BestSellersPage(List.of(), List.of()), read(fetch(bestSellers(server.base(), 10_000))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\" \\n\"", "{}", "{\"results\":[]}", "\"<html>hello</html>\""})
  void tellsThatASearchPageHoldsNothing(String content) throws Exception {
    server.answer(200, "", result(200, content));

    assertFailure(
        PARSE_ERROR, SELLER_EXTRACTION, RETRY, failed(search(sellerSearch(server.base()))));
  }

  @Test
  void tellsThatASearchWasBlocked() throws Exception {
    server.answer(
        200, "", result(200, "\"<title>Pardon Our Interruption...</title><h1>Pardon</h1>\""));

    SourceFailure failure = failed(search(sellerSearch(server.base())));

    assertFailure(API_ERROR, API, RETRY, failure);
    assertEquals("blocked by eBay: \"Pardon Our Interruption...\".", failure.message());
  }

  @Test
  void namesTheSettingsWhenCredentialsAreRefused() throws Exception {
    server.answer(401, "", "");

    assertEquals(
        "Oxylabs refused the credentials (401): check oxylabs.username and oxylabs.password.",
        failed(fetch(bestSellers(server.base(), 10_000))).message());
  }

  @Test
  void keepsWhatTheSourceSaysAboutABadRequest() throws Exception {
    server.answer(422, "", "{\"message\":\"Unsupported\\n  source `x`\"}");

    assertEquals(
        "Oxylabs refused the request (422). It says: \"Unsupported source `x`\"",
        failed(fetch(bestSellers(server.base(), 10_000))).message());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 422, 500})
  void keepsNoCredentialThatTheSourceEchoes(int status) throws Exception {
    String echo =
        "user@example:"
            + PASSWORD
            + " dXNlckBleGFtcGxlOnMzY3IzdCJwYXNzIHdvcmQ= s3cr3t%22pass+word user%40example ";
    for (String body :
        List.of(
            new JsonObject().put("message", echo.repeat(50)).encode(),
            new JsonObject().put("errors", new JsonObject().put("a", echo)).encode(),
            echo)) {
      server.answer(status, "", body);

      String message = failed(fetch(bestSellers(server.base(), 10_000))).message();

      assertTrue(message.contains("It says"), message);
      assertFalse(message.contains("s3cr3t"), message);
      assertFalse(message.contains("dXNlck"), message);
      assertFalse(message.contains("example"), message);
      assertTrue(message.length() <= 500);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", " 7 ", "Thu, 24 Sep 2026 10:00:07 GMT"})
  void obeysRetryAfterInSecondsOrAsADate(String value) throws Exception {
    for (int status : new int[] {429, 503}) {
      server.answer(status, "Retry-After: " + value + "\r\n", "");

      assertEquals(
          Duration.ofSeconds(7), failed(fetch(bestSellers(server.base(), 10_000))).retryAfter());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "0", "Thu, 24 Sep 2026 09:00:00 GMT", "1.5"})
  void passesOverARetryAfterThatSaysNothing(String value) throws Exception {
    server.answer(429, "Retry-After: " + value + "\r\n", "");

    assertNull(failed(fetch(bestSellers(server.base(), 10_000))).retryAfter());
  }

  @Test
  void boundsARetryAfterThatIsAMistake() throws Exception {
    server.answer(429, "Retry-After: 999999999\r\n", "");

    assertEquals(
        Duration.ofDays(1), failed(fetch(bestSellers(server.base(), 10_000))).retryAfter());
  }

  @Test
  void givesUpAtTheTimeoutWhenNothingComes() throws Exception {
    server.script(socket -> {});
    OxylabsBestSellers source = bestSellers(server.base(), 200);

    SourceFailure failure = failed(fetch(source));

    assertFailure(TIMEOUT, API, RETRY, failure);
    assertEquals("Oxylabs did not answer within 200 ms.", failure.message());
  }

  @Test
  void givesUpAtTheTimeoutWhenTheAnswerTrickles() throws Exception {
    server.script(
        socket -> {
          socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{");
          long timer = vertx.setPeriodic(20, id -> socket.write(" "));
          socket.closeHandler(v -> vertx.cancelTimer(timer));
        });

    assertFailure(TIMEOUT, API, RETRY, failed(fetch(bestSellers(server.base(), 300))));
  }

  @Test
  void goesOnAfterATimeoutOnANewConnection() throws Exception {
    server.script(
        socket -> {
          if (server.requests().size() > 1) {
            socket.write(ScriptedServer.response(200, "", result(200, ROWS)));
          }
        });
    // Long enough for the second request on a busy machine.
    OxylabsBestSellers source = bestSellers(server.base(), 3_000);

    assertFailure(TIMEOUT, API, RETRY, failed(fetch(source)));
    assertEquals(1, read(fetch(source)).products().size());
    assertEquals(2, server.connectionCount());
  }

  @Test
  void tellsARefusedConnection() throws Exception {
    URI base = server.base();
    await(server.stop());

    SourceFailure failure = failed(fetch(bestSellers(base, 10_000)));

    assertFailure(API_ERROR, API, RETRY, failure);
    assertEquals("Oxylabs refused the connection.", failure.message());
  }

  @Test
  void tellsAHostThatDoesNotExist() throws Exception {
    // A name server that knows nobody: none listens there.
    Vertx lost =
        Vertx.vertx(
            new VertxOptions()
                .setAddressResolverOptions(
                    new AddressResolverOptions()
                        .addServer("127.0.0.1:1")
                        .setQueryTimeout(100)
                        .setMaxQueries(1)));
    OxylabsBestSellers source =
        new OxylabsBestSellers(
            new OxylabsClient(
                lost,
                endpoint(URI.create("http://glasshive.invalid"), 30_000),
                InstantSource.fixed(NOW)));
    try {
      SourceFailure failure = failed(fetch(source));

      assertFailure(API_ERROR, API, RETRY, failure);
      assertEquals("Oxylabs could not be found: its host name has no address.", failure.message());
    } finally {
      await(lost.close());
    }
  }

  @Test
  void tellsAHostThatSpeaksNoTls() throws Exception {
    int port =
        await(
                vertx
                    .createNetServer()
                    .connectHandler(socket -> socket.handler(hello -> socket.write("HTTP/1.1 ")))
                    .listen(0, "127.0.0.1"))
            .actualPort();

    SourceFailure failure =
        failed(fetch(bestSellers(URI.create("https://127.0.0.1:" + port), 10_000)));

    assertFailure(API_ERROR, API, RETRY, failure);
    assertEquals("Oxylabs could not be trusted: TLS failed.", failure.message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"results\":[",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"res\r\n",
        "no HTTP at all\r\n\r\n",
      })
  void tellsAnAnswerThatIsCutShort(String bytes) throws Exception {
    server.script(socket -> socket.end(Buffer.buffer(bytes)));

    assertFailure(API_ERROR, API, RETRY, failed(fetch(bestSellers(server.base(), 10_000))));
  }

  @Test
  void refusesAnAnswerThatIsTooLarge() throws Exception {
    Buffer chunk = Buffer.buffer(" ".repeat(1 << 20));
    server.script(
        socket -> {
          socket.write("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n");
          for (int i = 0; i < 17; i++) {
            socket.write(chunk);
          }
        });

    SourceFailure failure = failed(fetch(bestSellers(server.base(), 60_000)));

    assertFailure(API_ERROR, API, RETRY, failure);
    assertEquals("Oxylabs answered with more than 16 MiB.", failure.message());
  }

  @Test
  void closingCutsOffTheRequestInFlightAndRefusesLaterOnes() throws Exception {
    Promise<Void> arrived = Promise.promise();
    Promise<Void> closed = Promise.promise();
    server.script(
        socket -> {
          socket.closeHandler(v -> closed.complete());
          arrived.complete();
        });
    OxylabsBestSellers source = bestSellers(server.base(), 60_000);
    Future<SourceAnswer<BestSellersPage>> answer = fetch(source);
    await(arrived.future());

    await(onContext(() -> Future.succeededFuture(source).onSuccess(OxylabsBestSellers::close)));

    assertInstanceOf(Failure.Unavailable.class, failureOf(answer));
    await(closed.future());
    assertInstanceOf(Failure.Unavailable.class, failureOf(fetch(source)));
    await(onContext(() -> Future.succeededFuture(source).onSuccess(OxylabsBestSellers::close)));
    assertEquals(1, server.requests().size());
  }

  @Test
  void refusesASecondRequestBesideAnOpenOne() throws Exception {
    OxylabsBestSellers source = bestSellers(server.base(), 60_000);

    Future<SourceAnswer<BestSellersPage>> second =
        onContext(
            () -> {
              source.fetch(BEST_SELLERS);
              return source.fetch(BEST_SELLERS);
            });

    assertInstanceOf(Failure.Fault.class, failureOf(second));
  }

  @Test
  void neverShowsCredentialsInATextForm() {
    Endpoint endpoint = endpoint(URI.create("https://a:b@example.com/base/"), 1_000);

    assertEquals("Oxylabs at https://example.com:443", endpoint.toString());
    assertEquals("/base/v1/queries", endpoint.path());
    assertThrows(
        IllegalArgumentException.class, () -> endpoint(URI.create("ftp://example.com"), 1));
  }

  private static void assertFailure(
      ErrorType type, ErrorStage stage, Verdict verdict, SourceFailure failure) {
    assertEquals(
        type + " " + stage + " " + verdict,
        failure.type() + " " + failure.stage() + " " + failure.verdict(),
        failure.message());
  }

  private static String result(int status, String content) {
    return "{\"job\":{\"id\":\"7508\",\"status\":\"done\"},\"results\":[{\"content\":"
        + content
        + ",\"created_at\":\"2026-09-24 10:00:00\",\"page\":1,\"job_id\":\"7508\",\"status_code\":"
        + status
        + ",\"type\":\"parsed\",\"parser_type\":\"\"}]}";
  }

  private static String body(String request) {
    return request.substring(request.indexOf("\r\n\r\n") + 4);
  }

  private OxylabsBestSellers bestSellers(URI base, long timeoutMillis) {
    return new OxylabsBestSellers(client(base, timeoutMillis));
  }

  private OxylabsSellerSearch sellerSearch(URI base) {
    return new OxylabsSellerSearch(client(base, 10_000), "universal", new JsoupResultPage(false));
  }

  private OxylabsClient client(URI base, long timeoutMillis) {
    return new OxylabsClient(vertx, endpoint(base, timeoutMillis), InstantSource.fixed(NOW));
  }

  private static Endpoint endpoint(URI base, long timeoutMillis) {
    return new Endpoint(
        "Oxylabs",
        base,
        "user@example",
        new Secret(PASSWORD),
        Duration.ofMillis(timeoutMillis),
        "oxylabs.username and oxylabs.password");
  }

  private Future<SourceAnswer<BestSellersPage>> fetch(OxylabsBestSellers source) {
    return onContext(() -> source.fetch(BEST_SELLERS));
  }

  private Future<SourceAnswer<SellerPage>> search(OxylabsSellerSearch source) {
    return onContext(() -> source.search(SELLERS));
  }

  private <T> Future<T> onContext(Supplier<Future<T>> call) {
    Promise<T> result = Promise.promise();
    context.runOnContext(v -> call.get().onComplete(result));
    return result.future();
  }

  private static <P> P read(Future<SourceAnswer<P>> answer) throws Exception {
    SourceAnswer<P> value = await(answer);
    if (value instanceof SourceAnswer.Read<P> read) {
      return read.page();
    }
    throw new AssertionError(value);
  }

  private static <P> SourceFailure failed(Future<SourceAnswer<P>> answer) throws Exception {
    return assertInstanceOf(SourceAnswer.Failed.class, await(answer)).failure();
  }

  private static Throwable failureOf(Future<?> future) {
    return assertThrows(ExecutionException.class, () -> await(future)).getCause();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
