package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Wire;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code runs retry-gaps}: another round for what a run gave up. */
@Command(
    name = "retry-gaps",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Collect once more what a run that completed with gaps had given up.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the run takes the command, or would",
      "1:no server, or the run's state does not allow the command",
      "2:wrong usage or configuration, or no such run"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  glasshive runs retry-gaps 0193f2a1 --dry-run",
      "  glasshive runs retry-gaps 0193f2a1 --error-type timeout"
    })
final class RunsRetryGapsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final RunsOptions options;

  @Parameters(paramLabel = "ID", description = "The run's id, or enough of its beginning.")
  private String id;

  @Option(
      names = "--error-type",
      paramLabel = "TYPE",
      converter = ErrorTypeName.class,
      description =
          "Only gaps whose last error is of this type: rate_limit, timeout, http_500, api_error or"
              + " parse_error.")
  private String errorType;

  @Option(
      names = "--error-stage",
      paramLabel = "STAGE",
      converter = ErrorStageName.class,
      description =
          "Only gaps whose last error is of this stage: api, product_extraction,"
              + " seller_extraction or price_parsing.")
  private String errorStage;

  @Option(
      names = "--category",
      paramLabel = "ID",
      description = "Only gaps of this category, by id.")
  private String category;

  @Option(
      names = "--dry-run",
      description = "Change nothing: say how many units, calls and seconds it would be.")
  private boolean dryRun;

  /** Reads the name of an error's type. */
  static final class ErrorTypeName implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return name(ErrorType.class, text);
    }
  }

  /** Reads the name of an error's stage. */
  static final class ErrorStageName implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return name(ErrorStage.class, text);
    }
  }

  RunsRetryGapsCommand(RunsOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    RunsAccess access = options.access();
    JsonNode answer = access.api().command(access.id(id), "retry-gaps", body());
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(answer);
    } else {
      out.println(dryRun ? forecast(answer) : RunsSteerCommand.receipt(answer));
    }
    out.flush();
    return ExitCode.OK;
  }

  private Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    if (errorType != null) {
      body.put("error_type", errorType);
    }
    if (errorStage != null) {
      body.put("error_stage", errorStage);
    }
    if (category != null) {
      body.put("category_id", category);
    }
    if (dryRun) {
      body.put("dry_run", true);
    }
    return body;
  }

  private static String forecast(JsonNode answer) {
    return String.format(
        "It would retry %s units: about %s calls in %s. Nothing was changed.",
        answer.path("units").asText(),
        answer.path("calls").asText(),
        ProgressLine.clock(Duration.ofSeconds(answer.path("seconds").asLong())));
  }

  private static <E extends Enum<E> & Wire> String name(Class<E> type, String text) {
    try {
      return Wire.parse(type, text).wire();
    } catch (Failure.Rejected e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
