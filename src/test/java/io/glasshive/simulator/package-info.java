/** Tests of the simulated marketplace; {@code Shopper} is a client that shares no code with it. */
package io.glasshive.simulator;
