package io.glasshive.source.oxylabs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on loopback that answers each request as a script says, byte for byte, so that it can
 * also break off or say nothing.
 */
final class ScriptedServer {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final NetServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<NetSocket> connections = new CopyOnWriteArrayList<>();
  private volatile Consumer<NetSocket> script = socket -> {};

  private ScriptedServer(Vertx vertx) {
    this.server = vertx.createNetServer().connectHandler(this::serve);
  }

  static Future<ScriptedServer> start(Vertx vertx) {
    ScriptedServer scripted = new ScriptedServer(vertx);
    return scripted.server.listen(0, "127.0.0.1").map(scripted);
  }

  /** What happens on the connection once a whole request has come. */
  ScriptedServer script(Consumer<NetSocket> script) {
    this.script = script;
    return this;
  }

  ScriptedServer answer(int status, String headers, String body) {
    return script(socket -> socket.write(response(status, headers, body)));
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Head and body of each request. */
  List<String> requests() {
    return requests;
  }

  int connectionCount() {
    return connections.size();
  }

  Future<Void> stop() {
    return server.close();
  }

  /** A whole response; {@code headers} lines each end in CRLF. */
  static Buffer response(int status, String headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String length = status == 204 ? "" : "Content-Length: " + bytes.length + "\r\n";
    return Buffer.buffer("HTTP/1.1 " + status + " Scripted\r\n" + length + headers + "\r\n")
        .appendBytes(bytes);
  }

  private void serve(NetSocket socket) {
    connections.add(socket);
    Buffer received = Buffer.buffer();
    int[] taken = {0};
    socket.handler(
        chunk -> {
          received.appendBuffer(chunk);
          String text = received.getString(taken[0], received.length(), "ISO-8859-1");
          int head = text.indexOf("\r\n\r\n");
          Matcher length = LENGTH.matcher(text);
          if (head > 0 && length.find()) {
            int end = head + 4 + Integer.parseInt(length.group(1));
            if (text.length() >= end) {
              taken[0] += end;
              requests.add(text.substring(0, end));
              script.accept(socket);
            }
          }
        });
  }
}
