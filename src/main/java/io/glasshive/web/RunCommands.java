package io.glasshive.web;

import io.glasshive.bus.Command;
import io.glasshive.bus.CommandReceipt;
import io.glasshive.bus.Topics;
import io.glasshive.domain.Actor;
import io.glasshive.domain.Failure;
import io.glasshive.domain.RunCommand;
import io.glasshive.store.RunReader;
import io.glasshive.web.shape.RunJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Carries out commands to runs, over REST and over the bridge alike. */
final class RunCommands {
  /** Every command of the API; those that this version cannot carry out are refused as such. */
  static final List<String> NAMES = List.of("start", "pause", "resume", "cancel", "retry-gaps");

  private static final Set<String> RETRY_GAPS =
      Set.of("error_type", "error_stage", "category_id", "dry_run");

  /** Who may be named as the one who asked; anybody else is {@code api}. */
  private static final Set<String> ACTORS = Set.of(Actor.PAGE.wire(), Actor.CLI.wire());

  private final Vertx vertx;
  private final RunReader runs;

  RunCommands(Vertx vertx, RunReader runs) {
    this.vertx = vertx;
    this.runs = runs;
  }

  /** The members that a command takes. */
  static Set<String> members(String name) {
    return name.equals("retry-gaps") ? RETRY_GAPS : Set.of();
  }

  /** Who asked, by what they say of themselves, or null. */
  static String actor(String named) {
    return named != null && ACTORS.contains(named) ? named : Actor.API.wire();
  }

  /** Carries out one of {@link #NAMES}. */
  Future<CommandReceipt> carryOut(String name, UUID id, Members members, String actor) {
    return runs.find(id)
        .map(found -> found.orElseThrow(() -> RunRoutes.notFound(id)))
        .compose(
            run ->
                Arrays.stream(RunCommand.values())
                    .filter(command -> command.path().equals(name))
                    .findFirst()
                    .map(command -> new Command(id, command, actor))
                    .map(command -> Topics.COMMANDS.request(vertx, command))
                    .orElseGet(() -> Future.failedFuture(RunCommand.refusal(run.status()))));
  }

  /** Carries out {@code {"command","run_id",…}}; null is no object at all. */
  Future<JsonObject> carryOut(JsonObject body, String actor) {
    if (body == null) {
      throw new Failure.Rejected("bad_json", "The body must be a JSON object.");
    }
    if (!(body.getValue("command") instanceof String name) || !NAMES.contains(name)) {
      throw new Failure.Rejected(
          "unknown_command", "command must be one of " + String.join(", ", NAMES) + ".");
    }
    Set<String> known = new HashSet<>(members(name));
    known.addAll(Set.of("command", "run_id"));
    Members members = Members.of(body, known);
    return carryOut(name, members.runId("run_id"), members, actor(actor))
        .map(answer -> RunJson.of(answer.run(), answer.receipt()));
  }
}
