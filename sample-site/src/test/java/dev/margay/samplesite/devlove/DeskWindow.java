package dev.margay.samplesite.devlove;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The visit page in a window of its own, as a developer reads it. */
record DeskWindow(Tab tab, String url) {
  private static final String ROWS =
      "[...document.querySelectorAll('#waterfall tbody tr:not(.details)')]";
  private static final String ROW =
      ROWS + ".find(row => row.querySelector('button').textContent === '%s')";

  /** The details that are open. */
  static final String DETAILS = "document.querySelector('tr.details:not([hidden])').textContent";

  /** {@code devlove} for a site, trusted by the browser that is started in {@code home}. */
  static DevloveProcess trusted(Path site, Path home) throws Exception {
    Chromium.assumeInstalled();
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/certutil")),
        "no certutil: apt-get install libnss3-tools");
    DevloveProcess devlove = DevloveProcess.start(site, home);
    DevloveProcess.run(home, "trust", "--stores", "nss");
    return devlove;
  }

  static DeskWindow open(Chromium browser, String url) {
    Tab tab = browser.openWindow();
    tab.size(1280, 1000);
    String failure = tab.open(url + "/__margay/");
    if (!failure.isEmpty()) {
      throw new AssertionError(failure);
    }
    tab.await("document.getElementById('live').textContent.startsWith('Live')");
    return new DeskWindow(tab, url);
  }

  static String row(String target) {
    return ROW.formatted(target);
  }

  /** Waits until the newest visit is one of {@code target}, newer than {@code before}, and over. */
  void awaitVisit(String target, int before) {
    tab.await("shownId > " + before);
    tab.await("document.getElementById('title').textContent === '" + url + target + "'");
    tab.await("visits.get(shownId).requests.every(request => request.ended != null)");
  }

  /** The number of the visit that is shown; 0 if there is none. */
  int shown() {
    return (Integer) tab.value("shownId ?? 0");
  }

  /** What a cell of an asset's row says; 1 is the first after the name. */
  String cell(String target, int column) {
    return (String) tab.value(row(target) + ".cells[" + column + "].textContent");
  }

  /** One click, and what is then told of an asset. */
  String details(String target) {
    tab.value(row(target) + ".querySelector('button').click()");
    return (String) tab.value(row(target) + ".nextElementSibling.textContent");
  }

  void close(String target) {
    tab.value(row(target) + ".querySelector('button').click()");
  }

  /** Something of devlove's, fetched by the page itself. */
  Map<?, ?> json(String path) {
    return Json.read(
        (String)
            tab.value("fetch('" + path + "', {cache: 'no-store'}).then(answer => answer.text())"));
  }

  /** Keeps light and dark pictures. */
  void pictures(String name) throws Exception {
    for (String scheme : new String[] {"dark", "light"}) {
      tab.scheme(scheme);
      tab.picture(name + "-" + scheme);
    }
  }
}
