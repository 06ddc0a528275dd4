package io.glasshive.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a YAML file into keys and texts, token by token: a value keeps the text it was written with
 * ({@code 1.80}, {@code 0x10}) and its line. Only maps and single values are known; a dotted name
 * is the same as nested maps.
 */
final class ConfigFile {

  private final Path file;
  private final List<String> problems;
  private final Map<String, Given> values = new LinkedHashMap<>();

  private ConfigFile(Path file, List<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The values of {@code file} by key; what is wrong with it is added to {@code problems}. */
  static Map<String, Given> read(Path file, List<String> problems) {
    ConfigFile reading = new ConfigFile(file, problems);
    try (YAMLParser parser = new YAMLFactory().createParser(Files.readString(file))) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        reading.map(parser, "");
      } else if (first != null && first != JsonToken.VALUE_NULL) {
        problems.add(reading.at(parser) + ": expected sections such as 'http:'.");
      }
    } catch (JsonProcessingException e) {
      problems.add(reading.notYaml(e));
    } catch (CharacterCodingException e) {
      problems.add(file + ": the file is not UTF-8 text.");
    } catch (IOException | UncheckedIOException e) {
      problems.add(
          file + ": the file cannot be read" + (Files.exists(file) ? "." : ": there is none."));
    }
    return reading.values;
  }

  private void map(YAMLParser parser, String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT) {
        map(parser, key + ".");
      } else if (value == JsonToken.START_ARRAY) {
        problems.add(key + ": takes one value, not a list (" + at(parser) + ").");
        parser.skipChildren();
      } else if (parser.isCurrentAlias()) {
        problems.add(key + ": write the value out, aliases are not known (" + at(parser) + ").");
      } else {
        String text = value == JsonToken.VALUE_NULL ? "" : parser.getText();
        if (values.put(key, new Given(text, at(parser))) != null) {
          problems.add(key + ": is set twice (" + at(parser) + ").");
        }
      }
    }
  }

  private String at(YAMLParser parser) {
    return file + " line " + parser.currentTokenLocation().getLineNr();
  }

  /** Says where and why without the excerpt that the parser's own message shows. */
  private String notYaml(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String why =
        e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null
            ? ": " + marked.getProblem()
            : "";
    return file
        + (location == null ? "" : " line " + location.getLineNr())
        + ": this is not valid YAML"
        + why
        + ".";
  }
}
