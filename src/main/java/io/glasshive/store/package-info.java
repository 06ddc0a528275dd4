/**
 * PostgreSQL: the data directory, the embedded server, the pool, migrations, named statements, the
 * sorting of SQL errors, and the lock that keeps a database to one server.
 *
 * <pre>
 *   DataDirectory ──► EmbeddedPostgres ──settings──► Database ──► Pool (everyone's statements)
 *    (one JVM)         (or database.url)                │   ├───► Migrator (Flyway, JDBC)
 *                                                       │   └───► ServerLock (one server a database)
 *   resources/sql/*.sql ──► Sql                         └─ errors ──► SqlErrors ──► Failure
 * </pre>
 *
 * <p>May import {@code domain} and {@code config}.
 */
package io.glasshive.store;
