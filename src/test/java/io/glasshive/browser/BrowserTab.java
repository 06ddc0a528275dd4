package io.glasshive.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One tab in a context of its own (no cookies or storage of other tests), which notes everything
 * that goes wrong in it: console errors, uncaught errors, failed requests, answers from 400 on.
 */
public final class BrowserTab {
  private static final Path SCREENSHOTS =
      Path.of(System.getProperty("basedir", ""), "target", "screenshots");

  private final BrowserContext context;
  private final Page page;
  private final List<String> problems = new CopyOnWriteArrayList<>();

  BrowserTab(BrowserContext context) {
    this.context = context;
    this.page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            problems.add("console: " + message.text());
          }
        });
    page.onPageError(error -> problems.add("uncaught: " + error));
    page.onRequestFailed(this::noteFailure);
    page.onResponse(this::noteAnswer);
  }

  /** Playwright's page, for everything else. */
  public Page page() {
    return page;
  }

  /** Goes to {@code url} and waits until it is loaded. */
  public BrowserTab open(String url) {
    page.navigate(url);
    return this;
  }

  /** Sets the size of the page in CSS pixels. */
  public BrowserTab size(int width, int height) {
    page.setViewportSize(width, height);
    return this;
  }

  /** What went wrong so far, in order. */
  public List<String> problems() {
    if (!page.isClosed()) {
      // Events arrive while a call waits for its answer; this one comes after them.
      page.evaluate("0");
    }
    return List.copyOf(problems);
  }

  /** Fails with everything that went wrong, one a line. */
  public void assertNoProblems() {
    List<String> found = problems();
    if (!found.isEmpty()) {
      throw new AssertionError("problems in the page:\n  " + String.join("\n  ", found));
    }
  }

  /** Forgets the problems that a test has provoked. */
  public void forgetProblems() {
    problems();
    problems.clear();
  }

  /** Saves the visible part as {@code target/screenshots/<name>.png}, and tells where. */
  public Path screenshot(String name) {
    Path file = SCREENSHOTS.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_") + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
    return file;
  }

  void close() {
    context.close();
  }

  private void noteFailure(Request request) {
    // A stream that the page itself closes, or that ends with the page, is no failure.
    boolean closedStream =
        request.resourceType().equals("eventsource")
            && String.valueOf(request.failure()).contains("ERR_ABORTED");
    if (!closedStream) {
      problems.add("request: " + request.method() + " " + request.url() + " " + request.failure());
    }
  }

  private void noteAnswer(Response response) {
    if (response.status() >= 400) {
      problems.add("answer: " + response.status() + " " + response.url());
    }
  }
}
