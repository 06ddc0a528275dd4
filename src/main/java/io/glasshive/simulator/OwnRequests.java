package io.glasshive.simulator;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Lets a changing request through only if it cannot come from a web page that the person in front
 * of this machine happens to visit: loopback {@code Host}, no foreign {@code Origin}, and JSON.
 */
final class OwnRequests {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  private OwnRequests() {}

  static void check(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    HostAndPort host = request.authority();
    if (host == null || !LOOPBACK.contains(host.host())) {
      refuse(ctx, 403, "foreign_host", "Call the simulator by 127.0.0.1 or localhost.");
      return;
    }
    String origin = request.getHeader("Origin");
    if (origin != null && !origin.equals("http://" + request.getHeader("Host"))) {
      refuse(ctx, 403, "foreign_origin", "A web page of another origin may not change anything.");
      return;
    }
    String type = request.getHeader("Content-Type");
    if (type == null ? ctx.body().length() > 0 : !type.matches("(?i)application/json\\s*(;.*)?")) {
      refuse(ctx, 415, "json_required", "Send Content-Type: application/json.");
      return;
    }
    ctx.next();
  }

  private static void refuse(RoutingContext ctx, int status, String code, String detail) {
    Problems.answer(ctx, status, code, detail);
  }
}
