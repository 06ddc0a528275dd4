package io.glasshive.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasshive.app.doctor.Examination;
import io.glasshive.app.doctor.Finding;
import io.glasshive.app.doctor.Finding.Grade;
import io.glasshive.app.doctor.Subject;
import io.glasshive.config.Config;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: looks at everything that a server needs, and says what to put right. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Check this machine, the configuration, the data directory, the database, the ports and the"
          + " sources: a line for each check with ok, warn or fail, and what to do.",
      "It starts no server and changes nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing failed",
      "1:something failed: a server would not start, or not work",
      "2:wrong usage or configuration"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  glasshive doctor", "  glasshive doctor --ask-sources --output json"})
final class DoctorCommand implements Callable<Integer> {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Shell shell;
  private final ConfigOptions options;
  private final List<Finding> findings = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Option(
      names = "--ask-sources",
      description =
          "Make the smallest request to each source. Oxylabs bills each as one result; without"
              + " this option no source is asked.")
  private boolean askSources;

  @Mixin private OutputOption output;

  DoctorCommand(Shell shell, ConfigOptions options) {
    this.shell = shell;
    this.options = options;
  }

  @Override
  public Integer call() {
    Config config = options.load(shell);
    Logging.leaveRoomForProgress();
    Subject subject = new Subject(config, options.setKeys(shell), server(config), askSources);
    Vertx vertx = Vertx.vertx();
    try {
      new Examination(vertx, subject, shell.clock()).run(this::found, this::say);
    } finally {
      ServerSession.bounded(vertx.close(), CLOSE, "Vert.x");
    }
    boolean failed = findings.stream().anyMatch(finding -> finding.grade() == Grade.FAIL);
    int exitCode = failed ? ExitCode.FAILED : ExitCode.OK;
    if (output.json()) {
      out().println(json(exitCode));
    } else {
      out().println(verdict());
    }
    out().flush();
    return exitCode;
  }

  private static Optional<Subject.RunningServer> server(Config config) {
    return ServerFile.ofLivingProcess(config.data().dir())
        .filter(file -> new ApiClient(file.url()).isLive())
        .map(file -> new Subject.RunningServer(file.url(), file.pid(), file.simulatorUrl()));
  }

  private void found(Finding finding) {
    findings.add(finding);
    if (!output.json()) {
      String remedy = finding.remedy().isEmpty() ? "" : "; " + finding.remedy();
      out()
          .printf(
              "%-4s  %-15s %s%s%n",
              finding.grade().word(), finding.check(), finding.text().replace('\n', ' '), remedy);
      finding.details().forEach(line -> out().println(" ".repeat(22) + line));
      out().flush();
    }
  }

  private void say(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  private String verdict() {
    long failed = findings.stream().filter(finding -> finding.grade() == Grade.FAIL).count();
    long warned = findings.stream().filter(finding -> finding.grade() == Grade.WARN).count();
    return failed + warned == 0
        ? "All is well."
        : failed + " failed, " + warned + " to look at, " + findings.size() + " checked.";
  }

  private ObjectNode json(int exitCode) {
    ObjectNode json = MAPPER.createObjectNode();
    ArrayNode list = json.putArray("findings");
    for (Finding finding : findings) {
      ObjectNode item =
          list.addObject()
              .put("check", finding.check())
              .put("status", finding.grade().word())
              .put("text", finding.text());
      if (!finding.remedy().isEmpty()) {
        item.put("remedy", finding.remedy());
      }
      if (!finding.details().isEmpty()) {
        finding.details().forEach(item.putArray("details")::add);
      }
    }
    return json.put("exit", exitCode);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
