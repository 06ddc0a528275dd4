package io.glasshive.source.oxylabs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/**
 * What an answer of the API means: HTTP status, then the job's, the target's, then the content.
 * HTTP 200 alone is no success. Stateless; source: the vendor's documentation and published runs.
 */
final class AnswerText {
  /** Of what the other side says, this much is kept in a message. */
  private static final int MAX_SAID = 200;

  /** Longest {@code Retry-After} believed; a longer one is a mistake. */
  private static final long MAX_RETRY_AFTER_SECONDS = Duration.ofDays(1).toSeconds();

  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final Endpoint endpoint;
  private final Redaction redaction;

  AnswerText(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.redaction = new Redaction(endpoint);
  }

  /**
   * An answer that arrived whole.
   *
   * @param retryAfter the header's value, or null
   */
  record Reply(int status, String retryAfter, byte[] body) {}

  /**
   * Reads an answer. Takes as long as {@code reader} does: not for an event loop.
   *
   * @param extraction stage of an answer without content
   * @param reader turns content that is not empty into a page or a failure
   */
  <P> SourceAnswer<P> read(
      Reply reply, Instant now, ErrorStage extraction, Function<JsonNode, SourceAnswer<P>> reader) {
    int status = reply.status();
    if (status == 200 || status == 201 || status == 203 || status == 206) {
      return success(reply.body(), extraction, reader);
    }
    return new SourceAnswer.Failed<>(failed(reply, now));
  }

  private SourceFailure failed(Reply reply, Instant now) {
    int status = reply.status();
    Duration retryAfter = retryAfter(reply.retryAfter(), now);
    return switch (status) {
      case 401, 403 ->
          api(
              Verdict.CREDENTIALS,
              name()
                  + " refused the "
                  + (status == 401 ? "credentials" : "credentials or the plan")
                  + " ("
                  + status
                  + "): check "
                  + endpoint.settings()
                  + "."
                  + said(reply.body()));
      case 408 ->
          new SourceFailure(
              ErrorType.TIMEOUT,
              ErrorStage.API,
              name() + " gave up waiting for the page (408).",
              Verdict.RETRY,
              retryAfter);
      case 429 ->
          new SourceFailure(
              ErrorType.RATE_LIMIT,
              ErrorStage.API,
              name() + " asks for fewer requests (429).",
              Verdict.RETRY,
              retryAfter);
      default -> otherwise(status, reply.body(), retryAfter);
    };
  }

  private SourceFailure otherwise(int status, byte[] body, Duration retryAfter) {
    if (status >= 500 && status <= 599) {
      return new SourceFailure(
          ErrorType.HTTP_500,
          ErrorStage.API,
          name() + " failed (" + status + ")." + said(body),
          Verdict.RETRY,
          retryAfter);
    }
    if (status >= 400 && status <= 499) {
      return api(Verdict.GIVE_UP, name() + " refused the request (" + status + ")." + said(body));
    }
    if (status >= 300 && status <= 399) {
      return api(
          Verdict.GIVE_UP,
          name() + " redirects (" + status + "), which is not followed: check the base address.");
    }
    return api(Verdict.RETRY, name() + " answered without a result (" + status + ").");
  }

  private <P> SourceAnswer<P> success(
      byte[] body, ErrorStage extraction, Function<JsonNode, SourceAnswer<P>> reader) {
    JsonNode answer;
    try {
      answer = READER.readTree(body);
    } catch (JsonProcessingException e) {
      // Not the exception's text: it quotes the body.
      return retry(name() + " answered with something that is no JSON, or was cut short.");
    } catch (IOException e) {
      return retry(name() + " answered with something that could not be read.");
    }
    if (answer == null || !answer.isObject()) {
      return retry(otherShape());
    }
    String job = answer.path("job").path("status").asText();
    if (job.equals("faulted")) {
      return retry(name() + " gave the job up (faulted)." + said(answer));
    }
    JsonNode result = answer.path("results").path(0);
    JsonNode content = result.path("content");
    if (!result.isObject() || (content.isMissingNode() && !result.has("status_code"))) {
      return retry(otherShape() + said(answer));
    }
    return result(result, content, extraction, reader);
  }

  private <P> SourceAnswer<P> result(
      JsonNode result,
      JsonNode content,
      ErrorStage extraction,
      Function<JsonNode, SourceAnswer<P>> reader) {
    // Without a status the content speaks for itself.
    int target = result.has("status_code") ? result.path("status_code").asInt(-1) : 200;
    if (target < 200 || target > 299) {
      return new SourceAnswer.Failed<>(target(target));
    }
    boolean empty =
        content.isTextual()
            ? content.textValue().isBlank()
            : !content.isContainerNode() || content.isEmpty();
    if (empty) {
      return new SourceAnswer.Failed<>(
          new SourceFailure(
              ErrorType.PARSE_ERROR,
              extraction,
              name() + " answered with an empty page.",
              Verdict.RETRY,
              null));
    }
    return reader.apply(content);
  }

  /** A status of the page itself, or one that the API makes up (600 and more) when it gives up. */
  private SourceFailure target(int status) {
    if (status >= 500 && status <= 599) {
      return new SourceFailure(
          ErrorType.HTTP_500,
          ErrorStage.API,
          name() + " got " + status + " from the page.",
          Verdict.RETRY,
          null);
    }
    if (status == 404 || status == 410) {
      return api(Verdict.GIVE_UP, "The page does not exist (" + status + ").");
    }
    if (status >= 600) {
      return api(Verdict.RETRY, name() + " gave the page up (" + status + ").");
    }
    return status < 0
        ? api(Verdict.RETRY, otherShape())
        : api(Verdict.RETRY, name() + " got " + status + " from the page.");
  }

  private <P> SourceAnswer<P> retry(String message) {
    return new SourceAnswer.Failed<>(api(Verdict.RETRY, message));
  }

  private static SourceFailure api(Verdict verdict, String message) {
    return new SourceFailure(ErrorType.API_ERROR, ErrorStage.API, message, verdict, null);
  }

  private String otherShape() {
    return name() + " answered in a shape that is not known.";
  }

  private String name() {
    return endpoint.name();
  }

  /** What the other side says about it: the {@code message} of its JSON, or a short text. */
  private String said(byte[] body) {
    if (body.length == 0 || body.length > 64 * 1024) {
      return "";
    }
    try {
      return said(READER.readTree(body));
    } catch (IOException e) {
      String text = new String(body, StandardCharsets.UTF_8).strip();
      return text.startsWith("<") ? "" : quoted(text);
    }
  }

  private String said(JsonNode answer) {
    if (answer == null) {
      return "";
    }
    for (String member : new String[] {"message", "error", "detail", "errors"}) {
      JsonNode said = answer.path(member);
      if (said.isTextual() && !said.textValue().isBlank()) {
        return quoted(said.textValue());
      }
      if (said.isContainerNode() && !said.isEmpty()) {
        String inner = said.path("message").asText();
        return quoted(inner.isEmpty() ? said.toString() : inner);
      }
    }
    return "";
  }

  private String quoted(String text) {
    String line = redaction.line(text, MAX_SAID);
    return line.isEmpty() ? "" : " It says: \"" + line + "\"";
  }

  /** Seconds or an HTTP date; null when absent, past or unreadable. */
  static Duration retryAfter(String header, Instant now) {
    if (header == null) {
      return null;
    }
    String value = header.strip();
    long seconds;
    if (value.matches("\\d{1,9}")) {
      seconds = Long.parseLong(value);
    } else {
      try {
        Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        // Rounded up: never before the moment that was named.
        seconds = (Duration.between(now, at).toMillis() + 999) / 1_000;
      } catch (DateTimeParseException e) {
        return null;
      }
    }
    return seconds <= 0 ? null : Duration.ofSeconds(Math.min(seconds, MAX_RETRY_AFTER_SECONDS));
  }
}
