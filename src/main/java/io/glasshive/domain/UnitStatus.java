package io.glasshive.domain;

/** Where a unit of work stands in the ledger. */
public enum UnitStatus implements Wire {
  WAITING,
  IN_FLIGHT,
  DONE,
  FAILED,
  SKIPPED
}
