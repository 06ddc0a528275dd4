/**
 * A marketplace on loopback that answers as the Oxylabs API does, from a seed, with dials for its
 * faults, and that knows its own truth: what an undisturbed collection of it must bring.
 *
 * <pre>
 *   HTTP ── SimulatorApi ─┬─ POST /v1/queries   Query ─ CallBook + FaultPlan ─ Answers ─ BestSellerPage, ResultPage, BlockPage
 *                         ├─ GET  /truth        Truth ─ TruthChunks
 *                         ├─ GET  /calls, POST /calls/reset     CallBook
 *                         └─ GET, PATCH /dials                  Dials, KeptDials
 *   ResultPage ─ PageStyle ─ Layout (one constant for each way to write a seller), ResultCard, Bystanders, NextControl, Ballast
 *   World (products, pages), ShopPool (sellers), Market (search results): pure functions of the seed, by Draw
 * </pre>
 *
 * <p>Stands alone: may import {@code domain}, {@code catalogue} and {@code config} only, so that it
 * shares no code with what it tests.
 */
package io.glasshive.simulator;
