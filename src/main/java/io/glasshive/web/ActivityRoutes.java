package io.glasshive.web;

import io.glasshive.domain.Failure;
import io.glasshive.store.EventFilter;
import io.glasshive.store.EventReader;
import io.glasshive.store.EventReader.Matches;
import io.glasshive.store.RunPosition;
import io.glasshive.web.sse.Positions;
import io.glasshive.web.sse.Viewers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;

/** {@code /runs/{id}/activity}: the log in parts as JSON, or live as Server-Sent Events. */
final class ActivityRoutes {
  private final EventReader events;
  private final Positions positions;
  private final Viewers viewers;

  ActivityRoutes(EventReader events, Positions positions, Viewers viewers) {
    this.events = events;
    this.positions = positions;
    this.viewers = viewers;
  }

  void mount(Api api) {
    api.get("/runs/:id/activity", this::activity);
  }

  private Future<?> activity(RoutingContext context) {
    UUID runId = Query.runId(context);
    Query query = new Query(context);
    EventFilter filter = query.events();
    context.response().putHeader(HttpHeaders.VARY, "Accept");
    return new Accepted(context.parsedHeaders().accept()).prefersStream()
        ? stream(context, runId, filter, query)
        : read(context, runId, filter, query);
  }

  private Future<?> stream(RoutingContext context, UUID runId, EventFilter filter, Query query) {
    // An EventSource that reconnects repeats its address, whatever it says, and knows better by
    // now.
    String lastEventId = context.request().getHeader("Last-Event-ID");
    Long position =
        lastEventId == null || lastEventId.isEmpty()
            ? query.position("after")
            : Long.valueOf(Query.position(lastEventId, "Last-Event-ID"));
    HttpServerResponse response = context.response();
    if (context.request().method().equals(HttpMethod.HEAD)) {
      return head(response, runId);
    }
    return position == null
        ? viewers.open(response, runId, filter)
        : viewers.open(response, runId, filter, position);
  }

  /** The head of a stream that nobody reads. */
  private Future<?> head(HttpServerResponse response, UUID runId) {
    return positions
        .of(runId)
        .map(position -> required(position, runId))
        .compose(
            run ->
                response
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end());
  }

  private static RunPosition required(RunPosition position, UUID runId) {
    if (position == null) {
      throw Failure.Rejected.notFound("There is no run " + runId + ".");
    }
    return position;
  }

  private Future<?> read(RoutingContext context, UUID runId, EventFilter filter, Query query) {
    Long after = query.position("after");
    int limit = query.limit();
    return positions
        .of(runId)
        .map(position -> required(position, runId))
        .compose(
            position -> read(context, runId, filter, after == null ? 0 : after, limit, position));
  }

  private Future<Void> read(
      RoutingContext context,
      UUID runId,
      EventFilter filter,
      long after,
      int limit,
      RunPosition position) {
    return matching(runId, after, position, filter, limit)
        .compose(found -> answer(context, found, position));
  }

  private Future<Matches> matching(
      UUID runId, long after, RunPosition position, EventFilter filter, int limit) {
    return after >= position.lastSeq()
        ? Future.succeededFuture(new Matches(List.of(), after))
        : events.matching(runId, after, position.lastSeq(), filter, limit);
  }

  private static Future<Void> answer(RoutingContext context, Matches found, RunPosition position) {
    Buffer body = Buffer.buffer("{\"items\":[");
    String separator = "";
    for (EventReader.Match match : found.events()) {
      body.appendString(separator).appendString(match.body());
      separator = ",";
    }
    body.appendString("]");
    if (found.examined() < position.lastSeq()) {
      body.appendString(",\"next_after\":" + found.examined());
    }
    body.appendString(",\"last_seq\":" + position.lastSeq() + "}");
    return context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body);
  }
}
