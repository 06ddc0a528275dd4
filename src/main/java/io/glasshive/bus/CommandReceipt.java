package io.glasshive.bus;

import io.glasshive.domain.Receipt;
import io.glasshive.domain.Run;

/** Answer to a command: the run as it is now, and what the command met. */
public record CommandReceipt(Run run, Receipt receipt) {}
