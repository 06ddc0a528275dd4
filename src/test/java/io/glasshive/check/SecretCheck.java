package io.glasshive.check;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** No credential stands in the log or in a row, neither plainly nor in the form of Basic. */
final class SecretCheck {
  private static final Pattern SHAPES =
      Pattern.compile(
          "(?i)\\bBasic [A-Za-z0-9+/]{8,}=*|\\bBearer [A-Za-z0-9._~+/-]{8,}|://[^/@\\s\"]+@");

  /** Every text column that something from outside can reach, as one text a row. */
  private static final String ROWS =
      """
      select 'units', unit, concat_ws(' ', reason, url, api_params, error_message)
      from units where run_id = ?
      union all
      select 'runs', id::text, concat_ws(' ', name, reason, settings, command_actor)
      from runs where id = ?
      """;

  private SecretCheck() {}

  static void check(StoredRun stored, Connection connection, List<String> secrets, Findings out)
      throws SQLException {
    List<String> forms = forms(secrets);
    for (LoggedEvent event : stored.log) {
      check("seq " + event.seq(), event.body(), forms, out);
    }
    try (PreparedStatement query = connection.prepareStatement(ROWS)) {
      query.setObject(1, stored.run.id());
      query.setObject(2, stored.run.id());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          check(row.getString(1) + " row " + row.getString(2), row.getString(3), forms, out);
        }
      }
    }
  }

  private static void check(String where, String text, List<String> forms, Findings out) {
    for (int i = 0; i < forms.size(); i++) {
      if (text.contains(forms.get(i))) {
        out.add("credentials", "%s holds secret number %d", where, i / 2 + 1);
      }
    }
    if (SHAPES.matcher(text).find()) {
      out.add("credentials", "%s holds what looks like a credential", where);
    }
  }

  /** Each secret as it is and in base64. */
  private static List<String> forms(List<String> secrets) {
    List<String> forms = new ArrayList<>();
    for (String secret : secrets) {
      forms.add(secret);
      forms.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    }
    return forms;
  }
}
