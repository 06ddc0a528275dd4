package io.glasshive.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.glasshive.domain.ApiParams.SellerQuery;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class EbaySearchAddressTest {

  @Test
  void carriesTheWholeTitleAllFiltersAndTheWindow() {
    SellerQuery query =
        new SellerQuery(
            " Fire TV  Stick\u00A04K & more, 100% \n \"new\" é ",
            10_000, 17_995, 220_005, 2, 60, "new", true, true);

    assertEquals(
        "https://www.ebay.com/sch/i.html?_nkw=Fire+TV+Stick+4K+%26+more%2C+100%25+%22new%22+%C3%A9"
            + "&LH_ItemCondition=1000&LH_Free=1&LH_PrefLoc=1&_udlo=179.95&_udhi=2200.05&_ipg=60"
            + "&_pgn=2&_dmd=1",
        EbaySearchAddress.of(query));
  }

  @Test
  void leavesOutFiltersThatTheQueryDoesNotSet() {
    SellerQuery query = new SellerQuery("x", 1, 0, 7, 1, 240, "any", false, false);

    assertEquals(
        "https://www.ebay.com/sch/i.html?_nkw=x&_udlo=0.00&_udhi=0.07&_ipg=240&_pgn=1&_dmd=1",
        EbaySearchAddress.of(query));
  }

  @Test
  void writesNumbersTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      SellerQuery query = new SellerQuery("x", 1, 123_456, 200_000, 1, 60, "any", false, false);

      assertEquals(
          "https://www.ebay.com/sch/i.html?_nkw=x&_udlo=1234.56&_udhi=2000.00&_ipg=60&_pgn=1&_dmd=1",
          EbaySearchAddress.of(query));
    } finally {
      Locale.setDefault(before);
    }
  }
}
