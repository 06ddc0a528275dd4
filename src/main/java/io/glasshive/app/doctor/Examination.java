package io.glasshive.app.doctor;

import io.glasshive.config.ConfigLoader;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** All checks, in an order in which each finding helps to read those that follow. */
public final class Examination {

  private final Vertx vertx;
  private final Subject subject;
  private final InstantSource clock;

  public Examination(Vertx vertx, Subject subject, InstantSource clock) {
    this.vertx = vertx;
    this.subject = subject;
    this.clock = clock;
  }

  /**
   * Examines.
   *
   * @param found told each finding as soon as it is there
   * @param notice told, before it is made, what a request costs
   */
  public void run(Consumer<Finding> found, Consumer<String> notice) {
    MachineChecks.all().forEach(found);
    found.accept(configuration());
    found.accept(server());
    new DirectoryChecks(subject.config().data().dir()).all().forEach(found);
    new DatabaseChecks(vertx, subject, clock).all().forEach(found);
    new PortChecks(subject).all().forEach(found);
    new SourceChecks(vertx, subject, clock, notice).all().forEach(found);
  }

  private Finding configuration() {
    List<ConfigLoader.SetKey> keys = subject.keys();
    String text = keys.isEmpty() ? "nothing is set, the defaults hold" : keys.size() + " keys set";
    return new Finding(
        Finding.Grade.OK,
        "configuration",
        text,
        "",
        keys.stream()
            .map(key -> key.key() + " = " + key.value() + " (" + key.origin() + ")")
            .toList());
  }

  private Finding server() {
    return subject
        .server()
        .map(server -> Finding.ok("server", server.url() + ", process " + server.pid()))
        .orElseGet(() -> Finding.ok("server", "none runs on the data directory"));
  }
}
