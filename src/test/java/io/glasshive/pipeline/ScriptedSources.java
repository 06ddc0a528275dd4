package io.glasshive.pipeline;

import io.glasshive.domain.ApiParams.BestSellersQuery;
import io.glasshive.domain.ApiParams.SellerQuery;
import io.glasshive.domain.Card;
import io.glasshive.domain.Category;
import io.glasshive.domain.ErrorStage;
import io.glasshive.domain.ErrorType;
import io.glasshive.domain.Failure;
import io.glasshive.domain.Feedback;
import io.glasshive.domain.Money;
import io.glasshive.domain.Product;
import io.glasshive.domain.RowError;
import io.glasshive.domain.SellerName;
import io.glasshive.source.BestSellers;
import io.glasshive.source.BestSellersPage;
import io.glasshive.source.SellerPage;
import io.glasshive.source.SellerSearch;
import io.glasshive.source.SourceAnswer;
import io.glasshive.source.SourceFailure;
import io.glasshive.source.SourceFailure.Verdict;
import io.glasshive.source.Sources;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sources that answer from a script: each request takes the next answer under its key, and the last
 * one stays. Keys: {@code <node>:<page>} and {@code <title>:<page>}.
 */
final class ScriptedSources implements Sources {
  private final Map<String, Deque<SourceAnswer<?>>> script = new ConcurrentHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();
  private volatile Failure.Rejected notSetUp;
  private volatile long millis;

  /** Promise completed at the first call under a key that hangs. */
  final Promise<String> firstHang = Promise.promise();

  ScriptedSources answer(String key, SourceAnswer<?>... answers) {
    script.put(key, new ArrayDeque<>(List.of(answers)));
    return this;
  }

  ScriptedSources hang(String key) {
    hanging.add(key);
    return this;
  }

  /** Where calls under a key wait until the test lets them through. */
  static final class Gate {
    /** Completed by the first call. */
    final Promise<Void> reached = Promise.promise();

    private final Promise<Void> opened = Promise.promise();

    void open() {
      opened.tryComplete();
    }
  }

  Gate gate(String key) {
    return gates.computeIfAbsent(key, k -> new Gate());
  }

  /** Each answer takes so long from now on. */
  ScriptedSources slow(long answerMillis) {
    millis = answerMillis;
    return this;
  }

  /** Sources cannot be opened any more, for this reason; again where it is null. */
  void notSetUp(Failure.Rejected why) {
    notSetUp = why;
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  static SourceAnswer<BestSellersPage> products(Product... products) {
    return products(List.of(), products);
  }

  static SourceAnswer<BestSellersPage> products(List<RowError> errors, Product... products) {
    return new SourceAnswer.Read<>(new BestSellersPage(List.of(products), errors));
  }

  static Product product(String asin, String title, long cents) {
    return new Product(asin, title, Money.usd(cents));
  }

  static SourceAnswer<SellerPage> cards(boolean hasNext, Card... cards) {
    return new SourceAnswer.Read<>(new SellerPage(List.of(cards), List.of(), hasNext));
  }

  static Card card(String listing, String seller) {
    return new Card(
        listing,
        SellerName.of(seller),
        new Feedback(new BigDecimal("99.1"), 1_100, true),
        Money.usd(3_999));
  }

  /** A card whose seller's feedback is told to the one. */
  static Card card(String listing, String seller, long feedbackCount) {
    return new Card(
        listing,
        SellerName.of(seller),
        new Feedback(new BigDecimal("99.1"), feedbackCount, false),
        Money.usd(3_999));
  }

  static <P> SourceAnswer<P> rateLimited(Duration retryAfter) {
    return new SourceAnswer.Failed<>(
        new SourceFailure(
            ErrorType.RATE_LIMIT, ErrorStage.API, "scripted 429", Verdict.RETRY, retryAfter));
  }

  static <P> SourceAnswer<P> failure(ErrorType type, Verdict verdict) {
    return new SourceAnswer.Failed<>(
        new SourceFailure(type, ErrorStage.API, "scripted " + type.wire(), verdict, null));
  }

  private <P> Future<SourceAnswer<P>> next(Vertx vertx, String key, Promise<?> closed) {
    Gate gate = gates.get(key);
    if (gate == null && millis == 0) {
      return next(key, closed);
    }
    Future<SourceAnswer<P>> answer = next(key, closed);
    Promise<Void> through = Promise.promise();
    closed.future().onFailure(through::tryFail);
    if (gate == null) {
      vertx.setTimer(millis, late -> through.tryComplete());
    } else {
      Context worker = vertx.getOrCreateContext();
      gate.opened.future().onSuccess(o -> worker.runOnContext(now -> through.tryComplete()));
      gate.reached.tryComplete();
    }
    return answer.compose(found -> through.future().map(found));
  }

  @SuppressWarnings("unchecked")
  private synchronized <P> Future<SourceAnswer<P>> next(String key, Promise<?> closed) {
    calls.add(key);
    if (hanging.contains(key)) {
      firstHang.tryComplete(key);
      return closed.future().mapEmpty();
    }
    Deque<SourceAnswer<?>> answers = script.get(key);
    if (answers == null) {
      return Future.failedFuture(new AssertionError("no answer is scripted for " + key));
    }
    return Future.succeededFuture(
        (SourceAnswer<P>) (answers.size() > 1 ? answers.remove() : answers.peek()));
  }

  private void requireSetUp() {
    if (notSetUp != null) {
      throw notSetUp;
    }
  }

  @Override
  public BestSellers bestSellers(Vertx vertx, String source) {
    requireSetUp();
    Promise<Void> closed = Promise.promise();
    return new BestSellers() {
      @Override
      public String address(Category category, BestSellersQuery query) {
        return "https://www.amazon.com/gp/bestsellers/" + query.nodeId() + "?pg=" + query.page();
      }

      @Override
      public Future<SourceAnswer<BestSellersPage>> fetch(BestSellersQuery query) {
        return next(vertx, query.nodeId() + ":" + query.page(), closed);
      }

      @Override
      public void close() {
        closed.tryFail("closed");
      }
    };
  }

  @Override
  public SellerSearch sellerSearch(Vertx vertx, String source, boolean keepInexact) {
    requireSetUp();
    Promise<Void> closed = Promise.promise();
    return new SellerSearch() {
      @Override
      public String sellerSource() {
        return "ebay_web";
      }

      @Override
      public String address(SellerQuery query) {
        return "https://www.ebay.com/sch/i.html?_nkw=" + query.query() + "&_pgn=" + query.page();
      }

      @Override
      public Future<SourceAnswer<SellerPage>> search(SellerQuery query) {
        return next(vertx, query.query() + ":" + query.page(), closed);
      }

      @Override
      public void close() {
        closed.tryFail("closed");
      }
    };
  }
}
