package io.glasshive.app;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What standard output gets. */
final class OutputOption {

  private enum Output {
    TEXT,
    JSON
  }

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      converter = OutputName.class,
      description = "What standard output gets: text (the default), or one JSON object.")
  private Output output;

  /** Reads {@code text} or {@code json}. */
  private static final class OutputName implements ITypeConverter<Output> {
    @Override
    public Output convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "text" -> Output.TEXT;
        case "json" -> Output.JSON;
        default -> throw new TypeConversionException("'" + text + "' is neither text nor json");
      };
    }
  }

  boolean json() {
    return output == Output.JSON;
  }
}
