package io.glasshive.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(VertxExtension.class)
class ThrottleTest {
  private static final long LONG = 3_600_000;

  private final List<Integer> done = new ArrayList<>();
  private int value;

  @Test
  void doesAThingAtOnceAndThenNotBeforeTheIntervalIsOver(Vertx vertx) throws Exception {
    onLoop(
        vertx,
        loop -> {
          Throttle throttle = new Throttle(vertx, LONG, () -> done.add(value));
          value = 1;
          throttle.ask();
          value = 2;
          throttle.ask();
          throttle.ask();
          assertEquals(List.of(1), done);

          value = 3;
          throttle.flush();
          throttle.flush();
          assertEquals(List.of(1, 3), done);
        });
  }

  @Test
  void doesItOnceMoreAfterTheLastTimeItWasAskedFor(Vertx vertx) throws Exception {
    Promise<Void> again = Promise.promise();
    onLoop(
        vertx,
        loop -> {
          Throttle throttle =
              new Throttle(
                  vertx,
                  5,
                  () -> {
                    done.add(value);
                    if (value == 9) {
                      again.complete();
                    }
                  });
          for (value = 0; value < 9; value++) {
            throttle.ask();
          }
        });

    RunsOnScriptedSources.await(again.future());

    assertEquals(List.of(0, 9), done);
  }

  @Test
  void doesNotWaitWhenItMustBeNow(Vertx vertx) throws Exception {
    onLoop(
        vertx,
        loop -> {
          Throttle throttle = new Throttle(vertx, LONG, () -> done.add(value));
          throttle.ask();
          throttle.ask();
          throttle.now();
          throttle.flush();
          assertEquals(List.of(0, 0), done);
        });
  }

  private static void onLoop(Vertx vertx, java.util.function.Consumer<Void> work) throws Exception {
    Promise<Void> worked = Promise.promise();
    vertx.runOnContext(
        loop ->
            Future.succeededFuture()
                .<Void>map(
                    begun -> {
                      work.accept(null);
                      return null;
                    })
                .onComplete(worked));
    RunsOnScriptedSources.await(worked.future());
  }
}
