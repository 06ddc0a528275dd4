package io.glasshive.bus;

import io.glasshive.domain.NewRun;
import io.glasshive.domain.Run;
import java.util.UUID;

/** Every address on the event bus. */
public final class Topics {
  private Topics() {}

  /**
   * web → app, request. Creates a run and, where asked, starts it; answered after its commit with
   * the run. Not repeated: a lost answer leaves a run that {@code GET /runs} shows.
   */
  public static final Topic<NewRun, Run> CREATE_RUN =
      new Topic<>("runs.create", NewRun.class, Run.class);

  /** web → app, request. A command to a run; answered after its commit. Refused: a conflict. */
  public static final Topic<Command, CommandReceipt> COMMANDS =
      new Topic<>("runs.commands", Command.class, CommandReceipt.class);

  /** run, pipeline → app, send. The run's verticles can go. */
  public static final Topic<RunEnded, Void> ENDED =
      new Topic<>("runs.ended", RunEnded.class, Void.class);

  /**
   * pipeline → every web event loop, publish. Events of any run, after their commit; of one run in
   * order. Only a hint: may be lost, never repeats; a reader that finds a hole reads the table.
   */
  public static final Topic<Chunk, Void> CHUNKS =
      new Topic<>("journal.chunks", Chunk.class, Void.class);

  /**
   * pipeline, app → every web event loop, publish. A run as a commit left it: at once when its
   * status changed or it was created, else at most twice a second. Only a hint: may be lost.
   */
  public static final Topic<Run, Void> RUNS = new Topic<>("runs.changed", Run.class, Void.class);

  /**
   * pipeline → every web event loop, publish. The metrics of a live run: at most twice a second,
   * and once at its end. Only a hint: may be lost.
   */
  public static final Topic<RunMetrics, Void> METRICS =
      new Topic<>("runs.metrics", RunMetrics.class, Void.class);

  /**
   * pipeline → every web event loop, publish. That a batch waits for the database, with each try
   * that failed, and that it does no more.
   */
  public static final Topic<DatabaseWait, Void> DATABASE_WAITS =
      new Topic<>("runs.database_waits", DatabaseWait.class, Void.class);

  /** app → every run, publish. Whether units may be handed out: not without the server's lock. */
  public static final Topic<Boolean, Void> HANDING_OUT =
      new Topic<>("runs.handing_out", Boolean.class, Void.class);

  /** app → run, request. A command to a live run; answered after its commit. */
  public static Topic<Command, Committed> commands(UUID runId) {
    return new Topic<>("run." + runId + ".command", Command.class, Committed.class);
  }

  /** worker, run → pipeline, request. Something to commit; answered after the commit, in order. */
  public static Topic<Entry, Committed> entries(UUID runId) {
    return new Topic<>("run." + runId + ".entries", Entry.class, Committed.class);
  }

  /** pipeline → run, send. After each commit, before its entries are answered; in order. */
  public static Topic<RunProgress, Void> progress(UUID runId) {
    return new Topic<>("run." + runId + ".progress", RunProgress.class, Void.class);
  }

  /** run → worker, send. A unit; only to an idle worker. */
  public static Topic<Assignment, Void> assignments(UUID runId, int workerId) {
    return new Topic<>("run." + runId + ".worker." + workerId, Assignment.class, Void.class);
  }

  /** worker → run, send. A worker has done with its unit. */
  public static Topic<WorkerIdle, Void> idle(UUID runId) {
    return new Topic<>("run." + runId + ".idle", WorkerIdle.class, Void.class);
  }

  /**
   * run → every worker of the run, publish. Give back what has not begun. A worker gets it after
   * every unit that was sent to it before.
   */
  public static Topic<Recall, Void> recall(UUID runId) {
    return new Topic<>("run." + runId + ".recall", Recall.class, Void.class);
  }

  /** run → every worker of the run, publish. Close what is open. In order, like a recall. */
  public static Topic<Abort, Void> abort(UUID runId) {
    return new Topic<>("run." + runId + ".abort", Abort.class, Void.class);
  }

  /** worker → pacer, request. Answered when the source may be asked; see {@link #permitReturns}. */
  public static Topic<PermitRequest, PermitHold> permits(String source) {
    return new Topic<>("source." + source + ".permits", PermitRequest.class, PermitHold.class);
  }

  /** worker → pacer, request. A permit, or a request for one that is not wanted any more. */
  public static Topic<PermitReturn, PermitHold> permitReturns(String source) {
    return new Topic<>("source." + source + ".returns", PermitReturn.class, PermitHold.class);
  }
}
