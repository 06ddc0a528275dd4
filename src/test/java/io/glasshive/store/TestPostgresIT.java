package io.glasshive.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.glasshive.config.Config;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
class TestPostgresIT {

  @Test
  void givesEachTestAnEmptyMigratedDatabaseOfItsOwn(Vertx vertx, VertxTestContext test) {
    Config.Database first = TestPostgres.newDatabase();
    Config.Database second = TestPostgres.newDatabase();

    assertNotEquals(first.url(), second.url());
    Database.open(vertx, second)
        .compose(
            db ->
                db.pool()
                    .query("select count(*) as runs from runs")
                    .execute()
                    .eventually(db::close))
        .onComplete(
            test.succeeding(
                rows ->
                    test.verify(
                        () -> {
                          assertEquals(0, rows.iterator().next().getLong("runs"));
                          test.completeNow();
                        })));
  }
}
