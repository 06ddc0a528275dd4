package io.glasshive.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.glasshive.domain.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TopicTest {
  private static final Topic<Integer, String> TOPIC =
      new Topic<>("test", Integer.class, String.class);
  private final Vertx vertx = Vertx.vertx();

  @BeforeEach
  void register() {
    Topic.register(vertx);
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  @Test
  void answersARequest() throws Exception {
    TOPIC.answer(vertx, n -> Future.succeededFuture("got " + n));

    assertEquals("got 7", await(TOPIC.request(vertx, 7)));
  }

  @Test
  void answersWithTheFailureItself() {
    Failure.Conflict conflict = new Failure.Conflict("x", "no", Map.of());
    TOPIC.answer(vertx, n -> Future.failedFuture(conflict));

    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> await(TOPIC.request(vertx, 7)));

    assertEquals(conflict, failed.getCause());
  }

  @Test
  void answersAThrowAtOnceAsAFault() {
    TOPIC.answer(
        vertx,
        n -> {
          throw new IllegalStateException("a bug");
        });

    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> await(TOPIC.request(vertx, 7)));

    assertInstanceOf(Failure.Fault.class, failed.getCause());
  }

  @Test
  void saysWhenNobodyAnswers() {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> await(TOPIC.request(vertx, 7)));

    assertInstanceOf(Failure.Unavailable.class, failed.getCause());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
