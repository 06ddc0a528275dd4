package io.glasshive.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasshive.catalogue.Catalogue;
import io.glasshive.config.Config;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code collect}: one run from beginning to end. It goes to the server that holds the data
 * directory, through its API; without one, to a server of its own that lives as long as the run and
 * takes up no other.
 */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Run one collection and wait for its end.",
      "A server that holds the data directory gets the run, and its own configuration applies."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:completed",
      "1:failed",
      "2:wrong usage or configuration, or an unknown category",
      "3:completed with gaps",
      "4:paused",
      "130:Ctrl-C; the run is cancelled, what was collected is kept"
    })
final class CollectCommand implements Callable<Integer> {

  private static final int MAX_WORKERS = 64;

  /** What standard output gets. */
  enum Output {
    TEXT,
    JSON
  }

  private final Shell shell;
  private final ConfigOptions options;

  @Spec private CommandSpec spec;

  @Option(
      names = "--categories",
      paramLabel = "ID",
      split = ",",
      description = "Categories or departments, by id, with commas between.")
  private List<String> categories = List.of();

  @Option(names = "--preset", paramLabel = "ID", hidden = true)
  private String preset;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers, 1 to 64; else run.workers of the server's configuration.")
  private Integer workers;

  @Option(names = "--name", paramLabel = "S", description = "A name for the run.")
  private String name;

  @Option(names = "--max-calls", paramLabel = "N", hidden = true)
  private String maxCalls;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "What standard output gets: a summary (the default), or one JSON object.")
  private Output output;

  CollectCommand(Shell shell, ConfigOptions options) {
    this.shell = shell;
    this.options = options;
  }

  @Override
  public Integer call() {
    Map<String, Object> request = request();
    try {
      return collect(options.load(shell), request);
    } catch (RuntimeException e) {
      if (output == Output.JSON) {
        Summary.json(ExitCode.of(e), out());
      }
      throw e;
    }
  }

  private Map<String, Object> request() {
    refuse("--preset", preset, "name the categories with --categories");
    refuse("--max-calls", maxCalls, "it will bound what a run may cost");
    List<String> ids = categories.stream().map(String::strip).filter(id -> !id.isEmpty()).toList();
    if (ids.isEmpty()) {
      throw usage("Name the categories to collect: --categories ID,...");
    }
    // Before a server is started for nothing.
    Catalogue.load().resolve(ids);
    if (workers != null && (workers < 1 || workers > MAX_WORKERS)) {
      throw usage("--workers takes a whole number from 1 to " + MAX_WORKERS + ", not " + workers);
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("category_ids", ids);
    if (name != null) {
      request.put("name", name);
    }
    if (workers != null) {
      request.put("workers", workers);
    }
    return request;
  }

  private void refuse(String option, String value, String why) {
    if (value != null) {
      throw usage(option + " is not available yet: " + why + ".");
    }
  }

  private ParameterException usage(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  private int collect(Config config, Map<String, Object> request) {
    Logging.leaveRoomForProgress();
    Optional<ApiClient> running =
        ServerFile.ofLivingProcess(config.data().dir())
            .map(file -> new ApiClient(file.url()))
            .filter(ApiClient::isLive);
    return running.isPresent() ? sendTo(running.get(), request) : collectByOneself(config, request);
  }

  private int sendTo(ApiClient api, Map<String, Object> request) {
    say("The run goes to the server at " + api.server() + "; its own configuration applies.");
    return follow(api, request, api.server().toString());
  }

  private int collectByOneself(Config config, Map<String, Object> request) {
    try (ServerSession session =
        ServerSession.start(config, new Server.Options(false, true), shell.stop())) {
      Server server = session.server();
      say("Watch it at " + server.url());
      shell.stop().await(server.ready().toCompletionStage());
      return follow(new ApiClient(server.url()), request, "");
    }
  }

  private int follow(ApiClient api, Map<String, Object> request, String where) {
    ProgressDisplay display = new ProgressDisplay(err(), shell.terminal(), shell.nanos());
    JsonNode run = api.createRun(request);
    RunOutcome outcome = new RunFollower(api, shell, display).follow(run);
    if (output == Output.JSON) {
      Summary.json(outcome, out());
      if (!outcome.note().isEmpty()) {
        say(outcome.note());
      }
    } else {
      Summary.text(outcome, display.elapsed(), where, out());
    }
    return outcome.exitCode();
  }

  private void say(String text) {
    err().println(text);
    err().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
