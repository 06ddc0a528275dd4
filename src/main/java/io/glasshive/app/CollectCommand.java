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
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "Run one collection and wait for its end. Progress goes to standard error.",
      "A server that holds the data directory gets the run, and its own configuration applies;"
          + " without one the command is a server itself for as long as the run takes."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:completed",
      "1:failed, cancelled by somebody else, or lost from sight",
      "2:wrong usage or configuration, or an unknown category or preset",
      "3:completed with gaps",
      "4:paused: budget, credentials, a person, or a breaker that stays open longer than"
          + " collect.max_pause; says how to resume",
      "130:Ctrl-C: the run is cancelled, what was collected is kept; a second Ctrl-C ends it"
          + " without waiting for that",
      "143:SIGTERM, likewise"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  glasshive collect --categories appliances,books --workers 8",
      "  glasshive collect --categories electronics --max-calls 500",
      "  glasshive collect --preset daily --output json > run.json"
    })
final class CollectCommand implements Callable<Integer> {

  private final Shell shell;
  private final ConfigOptions options;

  @Spec private CommandSpec spec;

  @Option(
      names = "--categories",
      paramLabel = "ID",
      split = ",",
      description = "Categories or departments, by id, with commas between.")
  private List<String> categories = List.of();

  @Option(
      names = "--preset",
      paramLabel = "ID",
      description = "A preset, by id, instead of categories.")
  private String preset;

  @Option(
      names = "--workers",
      paramLabel = "N",
      converter = WholeNumber.Workers.class,
      description = "Workers, 1 to 64; else run.workers of the server's configuration.")
  private Long workers;

  @Option(names = "--name", paramLabel = "S", description = "A name for the run.")
  private String name;

  @Option(
      names = "--max-calls",
      paramLabel = "N",
      converter = WholeNumber.Calls.class,
      description = "Calls to sources that the run may make; then it pauses (exit code 4).")
  private Long maxCalls;

  @Mixin private OutputOption output;

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
      if (output.json()) {
        Summary.json(ExitCode.of(e), out());
      }
      throw e;
    }
  }

  private Map<String, Object> request() {
    Map<String, Object> request = new LinkedHashMap<>();
    List<String> ids = categories.stream().map(String::strip).filter(id -> !id.isEmpty()).toList();
    if (preset != null && !categories.isEmpty()) {
      throw usage("Name either --categories or --preset, not both of them.");
    } else if (preset != null) {
      request.put("preset_id", preset);
    } else if (ids.isEmpty()) {
      throw usage("Name what to collect: --categories ID,... or --preset ID");
    } else {
      // Before a server is started for nothing.
      Catalogue.load().resolve(ids);
      request.put("category_ids", ids);
    }
    if (name != null) {
      request.put("name", name);
    }
    if (workers != null) {
      request.put("workers", workers);
    }
    if (maxCalls != null) {
      request.put("limits", Map.of("max_calls", maxCalls));
    }
    return request;
  }

  private ParameterException usage(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  private int collect(Config config, Map<String, Object> request) {
    Logging.leaveRoomForProgress();
    Optional<ApiClient> running = ApiClient.ofDirectory(config.data().dir());
    return running.isPresent()
        ? sendTo(running.get(), config, request)
        : collectByOneself(config, request);
  }

  private int sendTo(ApiClient api, Config config, Map<String, Object> request) {
    say("The run goes to the server at " + api.server() + "; its own configuration applies.");
    return follow(api, config, request, true);
  }

  private int collectByOneself(Config config, Map<String, Object> request) {
    try (ServerSession session =
        ServerSession.start(config, new Server.Options(false, true), shell.stop())) {
      Server server = session.server();
      say("Watch it at " + server.url());
      shell.stop().await(server.ready().toCompletionStage());
      return follow(new ApiClient(server.url()), config, request, false);
    }
  }

  private int follow(
      ApiClient api, Config config, Map<String, Object> request, boolean serverStays) {
    ProgressDisplay display = new ProgressDisplay(err(), shell.err(), shell.nanos());
    JsonNode run = api.createRun(request);
    RunOutcome outcome =
        new RunFollower(api, shell, display, config.collect().maxPause()).follow(run);
    NextSteps next = new NextSteps(Invocation.of(shell, config), serverStays);
    if (output.json()) {
      Summary.json(outcome, out());
      Stream.concat(Stream.of(outcome.note()), next.after(outcome).stream())
          .filter(line -> !line.isEmpty())
          .forEach(this::say);
    } else {
      Summary.text(outcome, display.elapsed(), next.after(outcome), out());
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
