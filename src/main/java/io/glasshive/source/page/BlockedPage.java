package io.glasshive.source.page;

import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Recognises what eBay, or the network in front of it, shows instead of results: interruptions,
 * browser checks, captchas, refusals and error pages, in the languages it answers in.
 */
final class BlockedPage {
  /** A block page has a few sentences; on a longer page only title and headings are looked at. */
  private static final int MAX_SHORT_TEXT = 3_000;

  private static final Pattern WORDS =
      Pattern.compile(
          "(?iu)pardon our|interru(?:ption|pci[oó]n|zion|p[cç][aã]o)|unterbrechung|onderbreking|przerw"
              + "|прерыв|перерыв|kesinti|中断|中斷|방해"
              + "|checking your browser|(?:ihren|deinen|je|uw) browser|browser (?:wird|wordt) (?:über|ge)"
              + "|(?:comprobando|verificando) (?:tu|su|el|o|seu) naveg"
              + "|v[ée]rification de (?:votre|ton) navigateur|(?:controll|verific)\\w+ (?:il|del) (?:tuo )?browser"
              + "|ブラウザ\\S{0,4}(?:確認|チェック)|проверка (?:вашего )?браузера|浏览器|瀏覽器"
              + "|access (?:to this page )?(?:has been |is |was )?denied|zugriff (?:wurde )?verweigert"
              + "|acceso denegado|acc[èe]s (?:refus|interdit)|accesso negato|acesso negado"
              + "|toegang geweigerd|odmowa dostępu|アクセス\\S{0,6}拒否|доступ запрещ|访问被拒|拒絕存取"
              + "|\\berror page\\b|fehlerseite|p[áa]gina de erro|page d.erreur|pagina di errore|foutpagina"
              + "|strona błędu|エラーページ|エラー \\| ebay|страница ошибки"
              + "|captcha|security (?:measure|check|challenge)|sicherheits(?:über)?prüfung|sicherheitscheck"
              + "|are you (?:a )?(?:human|robot)|(?:not a|kein|no soy un|n.es pas un|não sou um) robot"
              + "|verify (?:yourself|your identity|(?:that )?you(?: a|.)re)|unusual traffic"
              + "|verifying you|one more step|attention required|just a moment|request (?:unsuccessful|blocked)|service unavailable"
              + "|something went wrong|forbidden");
  private static final String MARKS =
      "#captcha, .g-recaptcha, .h-captcha, #px-captcha, #distilIdentificationBlock, #captcha_form, #captcha-box,"
          + " iframe[src*=captcha], form[action*=captcha],"
          + " form[action*=splashui/challenge], iframe[src*=_Incapsula_Resource]";

  private BlockedPage() {}

  /** Whether {@code page}, which has no list of results, is a known block. */
  static boolean is(Document page) {
    if (WORDS.matcher(PageText.plain(page.title())).find() || page.selectFirst(MARKS) != null) {
      return true;
    }
    for (Element heading : page.select("h1, h2, h3, [role=heading]")) {
      if (WORDS.matcher(PageText.plain(heading.text())).find()) {
        return true;
      }
    }
    Element body = page.selectFirst("body");
    String text = body == null ? "" : body.text();
    return text.length() <= MAX_SHORT_TEXT && WORDS.matcher(PageText.plain(text)).find();
  }
}
