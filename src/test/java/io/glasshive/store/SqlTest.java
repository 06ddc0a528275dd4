package io.glasshive.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class SqlTest {

  private static final String FILE =
      """
      -- About the file.

      -- name: first_one
      -- $1 int4: what.  One row.
      --
      -- Locks nothing.
      select 1
        -- why this clause
       where $1::int4 = 1;

      --name:  second
      update things
         set id = 2;
      """;

  @Test
  void readsStatementsByNameWithoutTheirHeaders() {
    Sql sql = Sql.parse("f", FILE);

    assertEquals(List.of("first_one", "second"), List.copyOf(sql.names()));
    assertEquals("select 1\n  -- why this clause\n where $1::int4 = 1", sql.get("first_one"));
    assertEquals("update things\n   set id = 2", sql.get("second"));
  }

  @Test
  void refusesAFileThatIsWrongWhenItIsLoaded() {
    assertSays("twice", "-- name: a\nselect 1\n-- name: a\nselect 2\n");
    assertSays("not snake_case", "-- name: aB\nselect 1\n");
    assertSays("empty", "-- name: a\n-- only a header\n-- name: b\nselect 1\n");
    assertSays("before its first name", "select 1\n-- name: a\nselect 1\n");
    assertThrows(IllegalStateException.class, () -> Sql.load("no_such_file"));
  }

  @Test
  void refusesANameThatIsNotThere() {
    Sql sql = Sql.parse("f", FILE);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> sql.get("third"));
    assertEquals("f has no statement third.", e.getMessage());
  }

  @Test
  void readsEveryFileOfTheProduct() throws IOException, URISyntaxException {
    URI one = Sql.class.getClassLoader().getResource("sql/server_lock.sql").toURI();
    List<String> names;
    try (Stream<Path> files = Files.list(Path.of(one).getParent())) {
      names = files.map(f -> f.getFileName().toString().replace(".sql", "")).toList();
    }

    names.forEach(name -> assertTrue(Sql.load(name).names().size() > 0, name));
  }

  private static void assertSays(String part, String text) {
    Exception e = assertThrows(IllegalStateException.class, () -> Sql.parse("f", text));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
