package io.glasshive.simulator;

import java.util.List;

/**
 * The words that titles and sellers' names are made of. All brands are invented. Many need care in
 * HTML, in form encoding or where a text is cut: quotes, ampersands, plus and per cent signs, angle
 * brackets, accents, wide characters, a pair of surrogates.
 */
final class Words {
  private Words() {}

  static final List<String> BRANDS =
      List.of(
          "Halden",
          "Norvik",
          "Briarwood",
          "Luma & Co.",
          "Étoile",
          "Zephyrine™",
          "O'Marrow",
          "Kestrelle",
          "R+K",
          "Müllner & Söhne",
          "Tamarindo",
          "Quill/Post",
          "Osterly",
          "Vantor",
          "Copperfen",
          "Bluehaven",
          "Nimbaro",
          "Aldergate",
          "Pinnock",
          "Saltmarsh",
          "Ferrowild",
          "Juniperra",
          "Kitamura",
          "Orbello");

  static final List<String> FEATURES =
      List.of(
          "100% Cotton",
          "5\" x 7\"",
          "Kids' Edition",
          "50% Thicker",
          "for Home & Office",
          "Rechargeable USB-C",
          "Pack of 12",
          "Stainless Steel",
          "BPA-Free",
          "2026 Upgrade",
          "3-in-1",
          "Extra-Large (XL)",
          "w/ Carry Case",
          "No. #1 Choice",
          "Café Brown",
          "Size 8½",
          "<2 lbs",
          "“Classic” Series",
          "日本製",
          "🎁 Gift Box",
          "A+ Grade",
          "Heavy-Duty",
          "24-Inch",
          "Non-Slip",
          "Model=S; Rev. 2",
          "Waterproof (IP67)",
          "Easy to Clean",
          "Matte Black",
          "Lightweight & Foldable",
          "Up to 10°C Cooler",
          "Cordless",
          "Dishwasher Safe",
          "with Remote",
          "Ultra-Quiet",
          "Made in USA",
          "Set of 4");

  static final List<String> NAME_HEADS =
      List.of(
          "bright", "lucky", "north", "river", "golden", "quick", "happy", "prime", "urban",
          "cedar", "metro", "pixel", "silver", "sunny", "royal", "coastal", "maple", "turbo",
          "honest", "green", "thrifty", "retro", "cosmic", "daily", "summit", "velvet", "iron",
          "amber", "delta", "echo");

  static final List<String> NAME_TAILS =
      List.of(
          "deals",
          "depot",
          "goods",
          "outlet",
          "traders",
          "supply",
          "market",
          "shop",
          "store",
          "finds",
          "gear",
          "direct",
          "express",
          "warehouse",
          "bazaar",
          "emporium",
          "imports",
          "liquidators",
          "sales",
          "surplus",
          "barn",
          "hub",
          "corner",
          "place",
          "box");
}
