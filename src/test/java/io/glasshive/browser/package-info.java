/**
 * A real browser for tests of the page: found or installed by {@link
 * io.glasshive.browser.BrowserInstall}, one for all tests of a JVM, one fresh context for each
 * test.
 *
 * <pre>
 *   &#64;ExtendWith(BrowserExtension.class)
 *   class DashboardIT {
 *     &#64;Test
 *     void showsTheRun(BrowserTab tab) {
 *       tab.open("http://127.0.0.1:" + port);
 *       tab.page().getByText("completed").waitFor();
 *       tab.screenshot("completed");
 *       tab.assertNoProblems();
 *     }
 *   }
 * </pre>
 */
package io.glasshive.browser;
