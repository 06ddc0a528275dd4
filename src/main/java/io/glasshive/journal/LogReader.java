package io.glasshive.journal;

import io.glasshive.bus.Chunk;
import io.glasshive.domain.Failure;
import io.glasshive.metrics.Level;
import io.glasshive.metrics.Meters;
import io.glasshive.metrics.Meters.Measure;
import io.glasshive.store.EventReader;
import io.glasshive.store.StoredEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in pages of the table: page n of a run holds the events n × {@value #PAGE_EVENTS} + 1 and
 * on, so that viewers near each other share pages. Few reads run at once; the others wait their
 * turn, each viewer with one at the most. Full pages never change and the last few are kept.
 *
 * <p>For one event loop; not thread-safe.
 */
public final class LogReader {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

  /** About 200 KB of events: a page is decoded well within a millisecond. */
  static final int PAGE_EVENTS = 256;

  /** Leaves most of a pool of eight connections to the writers. */
  private static final int MAX_READS = 2;

  /** Viewers that replay the same log are seldom more than a few pages apart. */
  private static final int KEPT_PAGES = 16;

  private record PageId(UUID runId, long index) {
    long first() {
      return index * PAGE_EVENTS + 1;
    }

    long last() {
      return (index + 1) * PAGE_EVENTS;
    }
  }

  /** A read under way, which will hold every event up to {@code upTo}. */
  private record Read(PageId page, long upTo, Promise<Chunk> done) {}

  private final EventReader events;
  private final Map<PageId, Read> open = new HashMap<>();
  private final Queue<Read> waiting = new ArrayDeque<>();
  private final Map<PageId, Chunk> full = new LinkedHashMap<>(KEPT_PAGES, 0.75f, true);
  private final Level keptPages;
  private final Level openReads;
  private int reads;

  public LogReader(EventReader events, Meters meters) {
    this.events = events;
    this.keptPages = meters.level(Measure.LOG_PAGES);
    this.openReads = meters.level(Measure.LOG_READS);
  }

  /** Gives up what is kept. */
  public void close() {
    full.clear();
    keptPages.set(0);
    openReads.set(0);
  }

  /**
   * The page that holds the event at {@code seq}, with every event up to {@code known} that belongs
   * on it, and perhaps more.
   *
   * @param known a position at or past {@code seq} that the caller knows to be stored
   * @return the page; or a {@code Failure} when the database does not answer, or the log has a hole
   */
  public Future<Chunk> page(UUID runId, long seq, long known) {
    PageId page = new PageId(runId, (seq - 1) / PAGE_EVENTS);
    Chunk kept = full.get(page);
    if (kept != null) {
      return Future.succeededFuture(kept);
    }
    long upTo = Math.min(known, page.last());
    Read underWay = open.get(page);
    // A read that began before the caller knew of its events may not see them.
    if (underWay != null && underWay.upTo() >= upTo) {
      return underWay.done().future();
    }
    Read read = new Read(page, upTo, Promise.promise());
    open.put(page, read);
    waiting.add(read);
    next();
    return read.done().future();
  }

  private void next() {
    while (reads < MAX_READS && !waiting.isEmpty()) {
      Read read = waiting.remove();
      reads++;
      PageId page = read.page();
      events
          .between(page.runId(), page.first(), page.last())
          .map(rows -> chunk(read, rows))
          .onComplete(done -> finish(read, done.result(), done.cause()));
    }
    openReads.set(reads + waiting.size());
  }

  private void finish(Read read, Chunk chunk, Throwable failure) {
    reads--;
    open.remove(read.page(), read);
    if (failure == null) {
      keep(read.page(), chunk);
      read.done().complete(chunk);
    } else {
      // Logged here, once for all who wait; they try again.
      LOG.warn("a page of the log of run {} cannot be read", read.page().runId(), failure);
      read.done().fail(failure);
    }
    next();
  }

  private void keep(PageId page, Chunk chunk) {
    if (chunk.lastSeq() != page.last()) {
      return;
    }
    full.put(page, chunk);
    if (full.size() > KEPT_PAGES) {
      full.remove(full.keySet().iterator().next());
    }
    keptPages.set(full.size());
  }

  private static Chunk chunk(Read read, List<StoredEvent> rows) {
    PageId page = read.page();
    boolean whole =
        !rows.isEmpty()
            && rows.get(0).seq() == page.first()
            && rows.get(rows.size() - 1).seq() == page.first() + rows.size() - 1
            && rows.get(rows.size() - 1).seq() >= read.upTo();
    if (!whole) {
      throw new Failure.Fault(
          "The log of run "
              + page.runId()
              + " has a hole between "
              + page.first()
              + " and "
              + read.upTo()
              + ".",
          null);
    }
    List<Chunk.Entry> entries = new ArrayList<>(rows.size());
    for (StoredEvent e : rows) {
      entries.add(
          new Chunk.Entry(e.seq(), e.workerId(), e.phase(), e.action(), e.errorType(), e.body()));
    }
    return new Chunk(page.runId(), entries);
  }
}
