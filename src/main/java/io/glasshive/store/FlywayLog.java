package io.glasshive.store;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flyway's words, one level down: it reports each start at info, and what matters of that {@link
 * Migrator} says in one line. Named to Flyway by class name, which is why it is public.
 */
public final class FlywayLog implements LogCreator {

  @Override
  public Log createLogger(Class<?> source) {
    return new Quiet(LoggerFactory.getLogger(source));
  }

  private record Quiet(Logger log) implements Log {
    @Override
    public void debug(String message) {
      log.trace(message);
    }

    @Override
    public void info(String message) {
      log.debug(message);
    }

    @Override
    public void warn(String message) {
      log.warn(message);
    }

    @Override
    public void error(String message) {
      log.error(message);
    }

    @Override
    public void error(String message, Exception e) {
      log.error(message, e);
    }

    @Override
    public void notice(String message) {
      log.debug(message);
    }
  }
}
