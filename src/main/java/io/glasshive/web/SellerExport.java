package io.glasshive.web;

import io.glasshive.domain.Failure;
import io.glasshive.store.Keyset;
import io.glasshive.store.ListedSeller;
import io.glasshive.store.Page;
import io.glasshive.store.SellerQuestion;
import io.glasshive.store.SellerReader;
import io.glasshive.web.shape.SellerJson;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * All sellers that a question matches, as one file. It is read part by part, each in a statement of
 * its own, and the next part only when the socket has taken the last: memory stays the same however
 * long the file is, no transaction stays open however slow the client is, and nothing is read for a
 * client that has gone. A failure after the first part resets the connection, so that a short file
 * never looks whole.
 *
 * <p>For one event loop; not thread-safe.
 */
final class SellerExport {
  /** About 80 KB of JSON, which takes well under a millisecond to write. */
  private static final int PART = 200;

  /** Each holds a part and a socket's queue; a client that stands still keeps its place. */
  private static final int MAX_EXPORTS = 100;

  private final SellerReader sellers;
  private int count;

  SellerExport(SellerReader sellers) {
    this.sellers = sellers;
  }

  /** Answers a request; completes when the file is written or the client has gone. */
  Future<Void> answer(RoutingContext context, SellerQuestion question, ExportFormat format) {
    if (count >= MAX_EXPORTS) {
      throw new Failure.Unavailable(
          "too_many_exports", "Too many exports are under way: come back later.", null);
    }
    Download download = new Download(context, question, format);
    count++;
    return download.begin().onComplete(done -> count--);
  }

  private final class Download {
    private final HttpServerResponse response;
    private final boolean headOnly;
    private final SellerQuestion question;
    private final ExportFormat format;
    private final Promise<Void> done = Promise.promise();

    private Download(RoutingContext context, SellerQuestion question, ExportFormat format) {
      this.response = context.response();
      this.headOnly = context.request().method().equals(HttpMethod.HEAD);
      this.question = question;
      this.format = format;
    }

    private Future<Void> begin() {
      response.exceptionHandler(lost -> done.tryComplete());
      response.closeHandler(gone -> done.tryComplete());
      read(null);
      return done.future();
    }

    private void read(Keyset from) {
      sellers.list(question, from, PART).onComplete(part -> deliver(part, from == null));
    }

    private void deliver(AsyncResult<Page<ListedSeller>> part, boolean first) {
      if (done.future().isComplete()) {
        return;
      } else if (part.failed()) {
        done.fail(part.cause());
        return;
      }
      if (first) {
        head();
      }
      Keyset next = part.result().next();
      if (headOnly || next == null) {
        response
            .end(text(part.result(), first).appendString(format.tail()))
            .onComplete(ended -> done.tryComplete());
        return;
      }
      response.write(text(part.result(), first));
      if (response.writeQueueFull()) {
        response.drainHandler(drained -> drained(next));
      } else {
        read(next);
      }
    }

    private void drained(Keyset next) {
      response.drainHandler(null);
      read(next);
    }

    private void head() {
      response.putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType());
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      response.putHeader(
          "Content-Disposition", "attachment; filename=\"" + format.fileName() + "\"");
      response.setChunked(true);
    }

    private Buffer text(Page<ListedSeller> part, boolean first) {
      Buffer text = Buffer.buffer();
      boolean firstItem = first;
      if (first) {
        text.appendString(format.head());
      }
      for (ListedSeller seller : part.items()) {
        text.appendString(format.item(SellerJson.of(seller), firstItem));
        firstItem = false;
      }
      return text;
    }
  }
}
