package io.glasshive.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.glasshive.web.RunningWeb.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The description of the API, and what was seen of it: which responses, which properties, and where
 * an answer differs from its schema.
 */
final class OpenApi {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final String SCHEMA = "#/components/schemas/";

  /**
   * An operation.
   *
   * @param path as the document has it
   */
  record Operation(String method, String path, JsonNode json) {
    String name() {
      return method + " " + path;
    }

    String id() {
      return json.path("operationId").asText();
    }

    Set<String> statuses() {
      Set<String> statuses = new TreeSet<>();
      json.path("responses").fieldNames().forEachRemaining(statuses::add);
      statuses.remove("default");
      return statuses;
    }
  }

  private final JsonNode document;
  private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private final SchemaValidatorsConfig strict =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
  private final Map<JsonNode, JsonSchema> schemas = new java.util.HashMap<>();
  private final Set<String> responses = new TreeSet<>();
  private final Set<String> properties = new TreeSet<>();
  private final List<String> violations = new ArrayList<>();

  OpenApi(String json) {
    document = parse(json);
  }

  JsonNode document() {
    return document;
  }

  /** Responses seen: {@code GET /path 200}. */
  Set<String> responsesSeen() {
    return responses;
  }

  /** Properties seen: {@code Schema.property}. */
  Set<String> propertiesSeen() {
    return properties;
  }

  /** What differs from the document. */
  List<String> violations() {
    return violations;
  }

  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    document
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        entry -> {
                          if (METHODS.contains(entry.getKey())) {
                            all.add(
                                new Operation(
                                    entry.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    entry.getValue()));
                          }
                        }));
    return all;
  }

  /** The operation that a request asks for; what is written out beats a parameter. */
  Operation operation(String method, String address) {
    String path = address.split("\\?")[0];
    return operations().stream()
        .filter(o -> o.method().equals(method))
        .filter(o -> path.matches(o.path().replaceAll("\\{[^}]+}", "[^/]+")))
        .min(Comparator.comparing(o -> o.path().contains("{")))
        .orElseThrow(() -> new AssertionError("not described: " + method + " " + path));
  }

  /** Compares an answer with what the document says of it. */
  void saw(String method, String address, Answer answer) {
    Operation operation = operation(method, address);
    String where = operation.name() + " " + answer.status();
    JsonNode described = operation.json().path("responses").path("" + answer.status());
    if (described.isMissingNode()) {
      described = operation.json().path("responses").path("default");
    } else {
      responses.add(where);
    }
    JsonNode content = resolved(described).path("content");
    if (content.isMissingNode() || content.isEmpty()) {
      if (!answer.body().isEmpty()) {
        violations.add(where + ": a body that is not described");
      }
      return;
    }
    String type = String.valueOf(answer.header("Content-Type")).split(";")[0];
    JsonNode schema = content.path(type).path("schema");
    if (schema.isMissingNode()) {
      violations.add(where + ": " + type + " is not described");
    } else if (type.endsWith("json") && !type.endsWith("ndjson")) {
      check(where, schema, parse(answer.body()));
    }
  }

  /** Compares a value with a schema of the document. */
  void saw(String schemaName, String json) {
    check(schemaName, schema(schemaName), parse(json));
  }

  private void check(String where, JsonNode schema, JsonNode value) {
    mismatches(schema, value).forEach(m -> violations.add(where + ": " + m));
    see(schema, value, where);
  }

  /** What is wrong with a value. */
  List<String> mismatches(JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(Object::toString)
        .toList();
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components"));
    return factory.getSchema(whole, strict);
  }

  /** The schema of an operation's body, or null where it takes none. */
  JsonNode body(Operation operation) {
    JsonNode body = resolved(operation.json().path("requestBody"));
    return body.isMissingNode() ? null : body.at("/content/application~1json/schema");
  }

  /** Every property of the answers: {@code Schema.property}. */
  Set<String> properties() {
    Set<String> declared = new TreeSet<>();
    Set<String> visited = new HashSet<>();
    for (Operation operation : operations()) {
      operation
          .json()
          .path("responses")
          .forEach(
              response ->
                  resolved(response)
                      .path("content")
                      .forEach(
                          media ->
                              declare(media.path("schema"), operation.name(), declared, visited)));
    }
    List.of("Snapshot", "StreamEnd")
        .forEach(name -> declare(schema(name), name, declared, visited));
    return declared;
  }

  private void declare(JsonNode schema, String label, Set<String> declared, Set<String> visited) {
    if (schema.has("$ref")) {
      String name = name(schema);
      if (visited.add(name)) {
        declare(resolved(schema), name, declared, visited);
      }
      return;
    }
    parts(schema).forEach(part -> declare(part, label, declared, visited));
    schema
        .path("properties")
        .fields()
        .forEachRemaining(
            property -> {
              String name = label + "." + property.getKey();
              declared.add(name);
              declare(property.getValue(), name, declared, visited);
            });
    if (schema.has("items")) {
      declare(schema.path("items"), label, declared, visited);
    }
  }

  private void see(JsonNode schema, JsonNode value, String label) {
    if (schema.has("$ref")) {
      see(resolved(schema), value, name(schema));
      return;
    }
    parts(schema).forEach(part -> see(part, value, label));
    schema
        .path("properties")
        .fields()
        .forEachRemaining(
            property -> {
              if (value.has(property.getKey())) {
                String name = label + "." + property.getKey();
                properties.add(name);
                see(property.getValue(), value.get(property.getKey()), name);
              }
            });
    if (schema.has("items")) {
      value.forEach(item -> see(schema.path("items"), item, label));
    }
  }

  private static List<JsonNode> parts(JsonNode schema) {
    List<JsonNode> parts = new ArrayList<>();
    schema.path("allOf").forEach(parts::add);
    schema.path("anyOf").forEach(parts::add);
    return parts;
  }

  /** A reference to a schema of the document. */
  JsonNode schema(String name) {
    return MAPPER.createObjectNode().put("$ref", SCHEMA + name);
  }

  /** Each schema that is an enumeration, with its values. */
  Map<String, Set<String>> enumerations() {
    Map<String, Set<String>> all = new TreeMap<>();
    document
        .at("/components/schemas")
        .fields()
        .forEachRemaining(
            entry -> {
              if (entry.getValue().has("enum")) {
                Set<String> values = new TreeSet<>();
                entry.getValue().path("enum").forEach(value -> values.add(value.asText()));
                all.put(entry.getKey(), values);
              }
            });
    return all;
  }

  JsonNode resolved(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    JsonNode target = document.at(node.path("$ref").asText().substring(1));
    if (target.isMissingNode()) {
      throw new AssertionError("There is no " + node.path("$ref").asText());
    }
    return target;
  }

  private static String name(JsonNode reference) {
    String target = reference.path("$ref").asText();
    return target.substring(target.lastIndexOf('/') + 1);
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
