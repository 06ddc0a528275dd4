package io.glasshive.app;

import io.glasshive.catalogue.Catalogue;
import io.glasshive.metrics.Meters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;

/**
 * Loads the classes that a server needs while the command line and the configuration are read: most
 * of a start is loading classes, and two processors share it. What it makes is thrown away.
 */
final class Preload extends Thread {

  /** Begins; nobody waits for it. */
  static void begin() {
    Thread thread = new Preload();
    thread.setDaemon(true);
    thread.start();
  }

  private Preload() {
    super("preload");
  }

  @Override
  public void run() {
    new Meters();
    // Without meters: those of a second Vert.x would be taken for the server's.
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create());
    router.route().handler(StaticHandler.create());
    router.route().subRouter(SockJSHandler.create(vertx).socketHandler(socket -> {}));
    vertx.createHttpServer().requestHandler(router);
    Catalogue.load();
    vertx.close();
  }
}
