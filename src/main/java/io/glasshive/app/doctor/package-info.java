/**
 * What {@code doctor} looks at: the machine, the configuration, the data directory, the database,
 * the ports and, only when told to, the sources. It starts no server and changes nothing; what it
 * has to try out in a place of its own it removes again.
 *
 * <pre>
 *   Examination ─► MachineChecks, DirectoryChecks, DatabaseChecks, PortChecks, SourceChecks ─► Finding…
 * </pre>
 *
 * <p>May import everything but {@code app}'s own commands. Blocking; for the command's own thread.
 */
package io.glasshive.app.doctor;
