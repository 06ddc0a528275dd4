package io.glasshive.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * {@code /openapi.json}: the description of the API (OpenAPI 3.1), written as {@code openapi.yaml}
 * and given out as JSON. It is turned into JSON when somebody first asks.
 */
final class ApiDocument {
  private static final String FILE = "/openapi.yaml";

  private record Content(Buffer json, String tag) {}

  private final Vertx vertx;
  private Future<Content> content;

  ApiDocument(Vertx vertx) {
    this.vertx = vertx;
  }

  void mount(Api api) {
    api.get("/openapi.json", this::show);
  }

  private Future<?> show(RoutingContext context) {
    if (content == null) {
      content = vertx.executeBlocking(ApiDocument::read, false);
    }
    return content.compose(read -> answer(context, read));
  }

  private static Future<Void> answer(RoutingContext context, Content content) {
    context
        .response()
        .putHeader(HttpHeaders.ETAG, content.tag())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (isKnown(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), content.tag())) {
      return context.response().setStatusCode(304).end();
    }
    return context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(content.json());
  }

  /** Whether the client has this content; tags are compared weakly (RFC 9110, section 13.1.2). */
  private static boolean isKnown(String ifNoneMatch, String tag) {
    if (ifNoneMatch == null) {
      return false;
    }
    List<String> known = Arrays.stream(ifNoneMatch.split(",")).map(String::strip).toList();
    return known.contains("*") || known.contains(tag) || known.contains("W/" + tag);
  }

  private static Content read() throws IOException, NoSuchAlgorithmException {
    try (InputStream yaml = ApiDocument.class.getResourceAsStream(FILE)) {
      JsonNode document = new YAMLMapper().readTree(yaml);
      byte[] json = new ObjectMapper().writeValueAsBytes(document);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      String tag = '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
      return new Content(Buffer.buffer(json), tag);
    }
  }
}
