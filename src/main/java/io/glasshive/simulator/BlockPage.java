package io.glasshive.simulator;

import java.util.List;

/** The pages that eBay shows instead of results to whom it takes for a robot. */
final class BlockPage {
  private static final String CAPTCHA =
      "<form id=\"captcha_form\" action=\"/splashui/captcha_submit\" method=\"post\"><div"
          + " class=\"h-captcha\" data-sitekey=\"195eeb9f\"></div></form>";
  private static final String SUSPICION =
      "<p>As you were browsing something about your browser made us think you might be a bot."
          + " Reference ID: 0.2c1d3e17.1790000000</p>";

  private record Kind(String language, String title, String heading, String body) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("en", "Pardon Our Interruption...", "Pardon Our Interruption...", SUSPICION),
          new Kind("en", "Pardon Our Interruption…", "Pardon Our Interruption…", SUSPICION),
          new Kind("en", "eBay", "Checking your browser before you access eBay.", ""),
          new Kind("en", "Access Denied", "Access Denied", "<p>You don't have permission.</p>"),
          new Kind("en", "Error Page | eBay", "We looked everywhere.", ""),
          new Kind("en", "Security Measure", "Please verify yourself to continue", CAPTCHA),
          new Kind("en", "eBay", "", CAPTCHA),
          new Kind("de", "Bitte entschuldigen Sie die Unterbrechung...", "", SUSPICION),
          new Kind("de", "Fehlerseite | eBay", "Wir haben überall gesucht.", ""),
          new Kind("es", "Disculpa la interrupción...", "Disculpa la interrupción...", CAPTCHA),
          new Kind("fr", "Veuillez excuser cette interruption", "", ""),
          new Kind("it", "Scusa l'interruzione", "Scusa l'interruzione", ""),
          new Kind("ja", "ご利用の中断をお詫びします", "ご利用の中断をお詫びします", CAPTCHA));

  private BlockPage() {}

  /** One of them. */
  static String html(Draw call) {
    return html(call.pick(KINDS));
  }

  private static String html(Kind kind) {
    return "<!DOCTYPE html><html lang=\""
        + kind.language()
        + "\"><head><title>"
        + Html.escaped(kind.title())
        + "</title></head><body><div class=\"pgHeading\"><h1>"
        + Html.escaped(kind.heading())
        + "</h1></div>"
        + kind.body()
        + "</body></html>";
  }
}
