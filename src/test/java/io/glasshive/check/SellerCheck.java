package io.glasshive.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What must hold over all runs: how often a seller was met, and by which run first. */
final class SellerCheck {
  private SellerCheck() {}

  static void check(Connection connection, Findings out) throws SQLException {
    each(
        connection,
        """
        select s.normalized_name, s.times_seen, count(r.run_id)
        from sellers s left join run_sellers r on r.seller_id = s.id
        group by s.id having s.times_seen <> count(r.run_id)
        order by s.id
        """,
        row ->
            out.add(
                "times_seen",
                "%s: %d, but %d runs met the seller",
                row.getString(1),
                row.getInt(2),
                row.getLong(3)));
    each(
        connection,
        """
        select s.normalized_name, s.first_run_id, count(r.run_id),
               bool_and(r.run_id = s.first_run_id)
        from sellers s left join run_sellers r on r.seller_id = s.id and r.inserted
        group by s.id
        having count(r.run_id) <> 1 or not bool_and(r.run_id = s.first_run_id)
        order by s.id
        """,
        row ->
            out.add(
                "sellers",
                "%s: %d runs inserted the seller, the first of them must be %s alone",
                row.getString(1),
                row.getLong(3),
                row.getString(2)));
    each(
        connection,
        """
        select s.normalized_name, s.last_run_id from sellers s
        where not exists (
          select from run_sellers r where r.seller_id = s.id and r.run_id = s.last_run_id)
        order by s.id
        """,
        row ->
            out.add(
                "sellers",
                "%s: last_run_id is %s, which did not meet the seller",
                row.getString(1),
                row.getString(2)));
    each(
        connection,
        """
        select u.run_id, u.unit from units u
        where u.phase = 'ebay' and not exists (select from products p where p.asin = u.asin)
        order by u.run_id, u.position
        """,
        row ->
            out.add(
                "products", "%s of run %s is of no product", row.getString(2), row.getString(1)));
    each(
        connection,
        """
        select p.asin from products p
        where not exists (select from units u where u.unit = 'ebay:' || p.asin)
        order by p.asin
        """,
        row -> out.add("products", "%s is a product that no run planned", row.getString(1)));
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private static void each(Connection connection, String sql, RowReader reader)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        reader.read(row);
      }
    }
  }
}
