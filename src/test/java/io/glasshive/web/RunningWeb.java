package io.glasshive.web;

import static io.glasshive.journal.StoredRuns.await;

import io.glasshive.bus.Chunk;
import io.glasshive.bus.Topic;
import io.glasshive.bus.Topics;
import io.glasshive.catalogue.Catalogue;
import io.glasshive.config.Config;
import io.glasshive.config.ConfigLoader;
import io.glasshive.journal.StoredRuns;
import io.glasshive.metrics.Meters;
import io.glasshive.store.Database;
import io.glasshive.store.TestPostgres;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** The web on a free port, a database of its own behind it, and a client. Blocking. */
public final class RunningWeb implements AutoCloseable {

  /** Time stands still, a while after everything happened. */
  public static final InstantSource CLOCK = InstantSource.fixed(StoredRuns.THEN.plusSeconds(3600));

  public final Vertx vertx = Vertx.vertx();
  public final Readiness readiness = new Readiness();
  public final Pool pool;
  public final StoredRuns runs;
  public final int port;
  private final HttpClient client = vertx.createHttpClient();
  private final List<WebVerticle> verticles = new CopyOnWriteArrayList<>();

  private RunningWeb(Duration heartbeat, int instances, String... settings) {
    Topic.register(vertx);
    pool = await(Database.open(vertx, TestPostgres.newDatabase())).pool();
    runs = new StoredRuns(pool);
    Promise<Integer> listening = Promise.promise();
    WebParts parts =
        new WebParts(
            config(settings),
            Catalogue.load(),
            readiness,
            listening,
            CLOCK,
            heartbeat,
            new Meters());
    await(
        vertx.deployVerticle(
            () -> listening(new WebVerticle(parts)),
            new DeploymentOptions().setInstances(instances)));
    port = await(listening.future());
  }

  private WebVerticle listening(WebVerticle verticle) {
    verticles.add(verticle);
    return verticle;
  }

  /** What the first instance has mounted. */
  Map<String, Router> routers() {
    return verticles.get(0).routers();
  }

  /** Ready, with a heartbeat that never comes. */
  public static RunningWeb ready(String... settings) {
    return ready(Duration.ofHours(1), 1, settings);
  }

  public static RunningWeb ready(Duration heartbeat, int instances, String... settings) {
    RunningWeb web = new RunningWeb(heartbeat, instances, settings);
    web.readiness.ready(web.pool);
    return web.opened();
  }

  /** Listening, while the database is prepared. */
  public static RunningWeb preparing() {
    return new RunningWeb(Duration.ofHours(1), 1);
  }

  /** The configuration of a server without any file. */
  public static Config config(String... settings) {
    String[] all = new String[settings.length + 1];
    System.arraycopy(settings, 0, all, 0, settings.length);
    all[settings.length] = "http.port=0";
    Path nowhere = Path.of("target").toAbsolutePath();
    return ConfigLoader.load(
        new ConfigLoader.Inputs(Optional.empty(), Map.of(), List.of(all), nowhere, nowhere));
  }

  /** An answer. */
  public record Answer(int status, Map<String, String> headers, String body) {
    public JsonObject json() {
      return new JsonObject(body);
    }

    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  public Answer get(String path) {
    return ask(HttpMethod.GET, path, Map.of(), null);
  }

  public Answer post(String path, String body) {
    return ask(HttpMethod.POST, path, Map.of("Content-Type", "application/json"), body);
  }

  public Answer ask(HttpMethod method, String path, Map<String, String> headers, String body) {
    return ask(new RequestOptions().setMethod(method).setURI(path), headers, body);
  }

  public Answer ask(RequestOptions options, Map<String, String> headers, String body) {
    headers.forEach(options::putHeader);
    if (options.getServer() == null) {
      options.setHost("127.0.0.1").setPort(port);
    }
    // Nested, so that it listens on the event loop before any of the body can come.
    return await(
        client
            .request(options)
            .compose(
                request ->
                    (body == null ? request.send() : request.send(Buffer.buffer(body)))
                        .compose(RunningWeb::answer)));
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    Map<String, String> headers = new HashMap<>();
    response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return response
        .body()
        .map(bytes -> new Answer(response.statusCode(), headers, bytes.toString()));
  }

  /** A viewer of {@code path}. */
  public SseViewer watch(String path, Map<String, String> headers) {
    return SseViewer.open(vertx, port, path, headers);
  }

  /** Tells the web of new events. */
  public void publish(Chunk chunk) {
    Topics.CHUNKS.publish(vertx, chunk);
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private RunningWeb opened() {
    Awaitility.await().until(() -> get("/api/v1/categories").status() == 200);
    return this;
  }
}
