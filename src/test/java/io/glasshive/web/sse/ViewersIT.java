package io.glasshive.web.sse;

import static io.glasshive.journal.StoredRuns.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Action;
import io.glasshive.domain.Phase;
import io.glasshive.domain.RunStatus;
import io.glasshive.journal.MetricsReader;
import io.glasshive.journal.StoredRuns;
import io.glasshive.metrics.Meters;
import io.glasshive.store.Database;
import io.glasshive.store.EventFilter;
import io.glasshive.store.EventReader;
import io.glasshive.store.RunReader;
import io.glasshive.store.TestPostgres;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server holds for viewers that take nothing or go away. */
@Timeout(90)
class ViewersIT {
  private static final int SMALL_BUFFER = 64 * 1024;
  private static final int MORE_THAN_ANY_BUFFER = 8 * 1024 * 1024;

  private final CopyOnWriteArrayList<HttpServerResponse> responses = new CopyOnWriteArrayList<>();
  private volatile Runnable whileItsStartIsRead = () -> {};
  private Vertx vertx;
  private Context context;
  private StoredRuns runs;
  private final Meters meters = new Meters();
  private Viewers viewers;
  private HttpServer server;
  private UUID run;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    Pool pool = await(Database.open(vertx, TestPostgres.newDatabase())).pool();
    runs = new StoredRuns(pool);
    run = runs.run(RunStatus.RUNNING);
    context = vertx.getOrCreateContext();
    RunReader reader = new RunReader(pool);
    EventReader events = new EventReader(pool);
    viewers =
        new Viewers(
            context,
            reader,
            new Positions(reader),
            new DatabaseWaits(),
            events,
            new MetricsReader(vertx, events),
            1_000_000,
            InstantSource.system(),
            meters);
    Promise<HttpServer> listening = Promise.promise();
    context.runOnContext(loop -> listen().onComplete(listening));
    server = await(listening.future());
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void stopsWritingToAViewerThatTakesNothing() {
    for (int i = 0; i < 25; i++) {
      runs.append(run, 1_000);
    }
    NetSocket stuck = connect();
    stuck.pause();
    ask(stuck);
    runs.append(run, 1);
    NetSocket quick = connect();
    Promise<Void> gotTheEnd = Promise.promise();
    quick.handler(
        bytes -> {
          if (bytes.toString().contains("id: 25001\n")) {
            gotTheEnd.tryComplete();
          }
        });
    ask(quick);

    await(gotTheEnd.future());

    long written = responses.get(0).bytesWritten();
    assertTrue(responses.get(1).bytesWritten() > MORE_THAN_ANY_BUFFER);
    assertTrue(written < MORE_THAN_ANY_BUFFER / 2, "wrote " + written);
    Awaitility.await()
        .until(() -> meters.scrape(true).contains("\nglasshive_streams_behind 1.0\n"));
  }

  @Test
  void deliversWhatTheBusBroughtWhileAViewersStartWasRead() {
    Chunk.Entry first = new Chunk.Entry(1, 1, Phase.AMAZON, Action.FETCHING, null, "{\"seq\":1}");
    whileItsStartIsRead = () -> viewers.accept(new Chunk(run, List.of(first)));
    NetSocket viewer = connect();
    Buffer received = Buffer.buffer();
    Promise<Void> gotTheFirst = Promise.promise();
    viewer.handler(
        bytes -> {
          if (received.appendBuffer(bytes).toString().contains("id: 1\ndata: {\"seq\":1}\n\n")) {
            gotTheFirst.tryComplete();
          }
        });

    ask(viewer);

    await(gotTheFirst.future());
  }

  @Test
  void forgetsAViewerThatWentAway() {
    runs.append(run, 10);
    NetSocket one = connect();
    NetSocket other = connect();
    ask(one);
    ask(other);
    Awaitility.await().until(() -> viewers.count() == 2);

    await(one.close());
    Awaitility.await().until(() -> viewers.count() == 1);
    context.runOnContext(loop -> viewers.breakOff());
    Awaitility.await().until(() -> viewers.count() == 0);

    assertEquals(2, responses.size());
  }

  private Future<HttpServer> listen() {
    return vertx
        .createHttpServer(new HttpServerOptions().setSendBufferSize(SMALL_BUFFER))
        .requestHandler(
            request -> {
              responses.add(request.response());
              viewers.open(request.response(), run, EventFilter.ALL, 0);
              whileItsStartIsRead.run();
            })
        .listen(0, "127.0.0.1");
  }

  private NetSocket connect() {
    return await(
        vertx
            .createNetClient(new NetClientOptions().setReceiveBufferSize(SMALL_BUFFER))
            .connect(server.actualPort(), "127.0.0.1"));
  }

  private void ask(NetSocket socket) {
    int before = responses.size();
    await(socket.write("GET / HTTP/1.1\r\nHost: here\r\n\r\n"));
    Awaitility.await().until(() -> responses.size() > before);
  }
}
