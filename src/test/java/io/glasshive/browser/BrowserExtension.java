package io.glasshive.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test that asks for a {@link BrowserTab} a fresh one. The browser is found or installed
 * and started before the first test, outside its time limit, and closed after the last. A test that
 * fails leaves a screenshot of every open tab in {@code target/screenshots}.
 */
public final class BrowserExtension
    implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** The one browser of the JVM; used from the tests' own thread only, as Playwright wants it. */
  static final class Running implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    private Running() {
      var executable = new BrowserInstall(new ThisMachine()).executable();
      playwright =
          Playwright.create(new Playwright.CreateOptions().setEnv(ThisMachine.FETCH_NOTHING));
      browser =
          playwright
              .chromium()
              .launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(FLAGS));
    }

    @Override
    public void close() {
      browser.close();
      playwright.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == BrowserTab.class;
  }

  @Override
  public BrowserTab resolveParameter(ParameterContext parameter, ExtensionContext context) {
    BrowserTab tab = new BrowserTab(running(context).browser.newContext());
    context.getStore(NAMESPACE).put(parameter.getIndex(), tab);
    return tab;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    for (int i = 0; i < context.getRequiredTestMethod().getParameterCount(); i++) {
      BrowserTab tab = context.getStore(NAMESPACE).remove(i, BrowserTab.class);
      if (tab != null) {
        if (context.getExecutionException().isPresent()) {
          tab.screenshot(test + "-" + i + "-failed");
          System.out.println("[browser] problems in " + test + ": " + tab.problems());
        }
        tab.close();
      }
    }
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class);
  }
}
