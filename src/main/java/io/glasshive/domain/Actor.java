package io.glasshive.domain;

/** Who gives a command: what {@code actor} says, before {@code :name} where a name is known. */
public enum Actor implements Wire {
  /** The dashboard. */
  PAGE,
  /** A program that does not say what it is. */
  API,
  /** A command of the command line. */
  CLI,
  SCHEDULE,
  BREAKER,
  /** The server itself. */
  SERVER
}
