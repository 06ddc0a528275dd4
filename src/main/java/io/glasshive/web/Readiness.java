package io.glasshive.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;

/**
 * How far the start has come, told by whoever starts the database and asked by whoever answers
 * requests. Thread-safe.
 */
public final class Readiness {
  private final Promise<Pool> database = Promise.promise();
  private volatile String step = "preparing the database";

  /** The start is at step {@code n} of {@code of}. */
  public void preparing(int n, int of) {
    step = "preparing the database (" + n + "/" + of + ")";
  }

  /** The database can be used; once. */
  public void ready(Pool pool) {
    database.complete(pool);
  }

  /** The database, once it can be used. */
  public Future<Pool> database() {
    return database.future();
  }

  /** What the start is at, for a person. */
  public String step() {
    return step;
  }
}
