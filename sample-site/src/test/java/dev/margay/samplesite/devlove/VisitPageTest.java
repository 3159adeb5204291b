package dev.margay.samplesite.devlove;

import static dev.margay.samplesite.devlove.DeskWindow.DETAILS;
import static dev.margay.samplesite.devlove.DeskWindow.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The visit page, while somebody visits the sample site. */
class VisitPageTest {
  private static final Path SITE = Path.of("site").toAbsolutePath();
  private static final String STYLE = "/css/site.css";

  @TempDir Path home;

  @Test
  void visitsAreSeenAsTheyHappen() throws Exception {
    try (DevloveProcess devlove = DeskWindow.trusted(SITE, home);
        Chromium browser = Chromium.start(home)) {
      DeskWindow desk = DeskWindow.open(browser, devlove.url());
      int loads = desk.tab().loads();
      pushed(desk, devlove);
      Tab visitor = browser.openWindow();
      first(desk, visitor);
      downloads(desk);
      again(desk, visitor);
      byDigest(desk, visitor);
      assertThat(desk.tab().loads()).as("the page was never loaded anew").isEqualTo(loads);
      assertThat(desk.tab().complaints()).isEmpty();
      assertThat(desk.tab().responses())
          .allMatch(one -> one.startsWith("h2 " + devlove.url() + "/__margay/"));
      assertThat(visitor.responses()).allMatch(one -> one.startsWith("h2 " + devlove.url() + "/"));
    }
  }

  @Test
  void thePageFollowsAServerThatStartsAnew() throws Exception {
    try (DevloveProcess first = DeskWindow.trusted(SITE, home);
        Chromium browser = Chromium.start(home)) {
      DeskWindow desk = DeskWindow.open(browser, first.url());
      PushClient client = PushClient.trusting(home.resolve(".local/share/margay/authority.crt"));
      client.visit(first.url() + "/");
      client.visit(first.url() + "/about");
      desk.tab().await("visits.size === 2");
      first.process().destroyForcibly().onExit().join();
      desk.tab().await("/lost|not answer/.test(document.getElementById('live').textContent)");
      String listen = "127.0.0.1:" + first.port();
      try (DevloveProcess second = DevloveProcess.start(SITE, home, "--listen", listen)) {
        client.visit(second.url() + "/journal/");
        desk.awaitVisit("/journal/", 0);
        assertThat(desk.tab().value("visits.size")).isEqualTo(1);
        assertThat(desk.shown()).isEqualTo(1);
      }
    }
  }

  @Test
  void mistakesAreShownWithTheirPlaceAndRemedy() throws Exception {
    Path site = Files.createDirectories(home.resolve("broken"));
    Files.writeString(
        site.resolve("index.html"),
        "<!doctype html><title>x</title>\n<link rel=icon href=data:,>\n<script src=gone.js></script>\n");
    Files.writeString(
        site.resolve("index.html.push-list"), "schema: push-list-v1\nhints: gone.js\n");
    try (DevloveProcess devlove = DeskWindow.trusted(site, home);
        Chromium browser = Chromium.start(home)) {
      DeskWindow desk = DeskWindow.open(browser, devlove.url());
      assertThat(browser.openWindow().open(desk.url() + "/")).isEmpty();
      desk.awaitVisit("/", 0);
      desk.tab().await("document.querySelectorAll('#warnings li').length === 2");
      assertThat((String) desk.tab().value("document.getElementById('warnings').innerText"))
          .containsPattern("index\\.html:3: .*gone\\.js.* not there; \\w+")
          .containsPattern("index\\.html\\.push-list:2: .*; \\w+");
    }
  }

  /** A client that accepts pushes. The first answer of a cold server may go out unplanned. */
  private void pushed(DeskWindow desk, DevloveProcess devlove) throws Exception {
    Path authority = home.resolve(".local/share/margay/authority.crt");
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> PushClient.trusting(authority).visit(devlove.url() + "/").contains(STYLE));
    desk.tab().await(row(STYLE) + ".cells[1].textContent === 'pushed'");
    desk.awaitVisit("/", 0);
    assertThat(desk.tab().value(row(STYLE) + ".querySelector('line.b-promised') !== null"))
        .isEqualTo(true);
    assertThat(desk.details(STYLE))
        .contains("Sent ahead: the page needs it")
        .contains("promised at")
        .contains("begun at");
    desk.close(STYLE);
    desk.pictures("visit-pushed");
  }

  private void first(DeskWindow desk, Tab visitor) throws Exception {
    int before = desk.shown();
    assertThat(visitor.open(desk.url() + "/")).isEmpty();
    desk.awaitVisit("/", before);
    for (Map<?, ?> request : requests(desk, desk.shown())) {
      String target = (String) request.get("target");
      assertThat(times(request)).as(target).isSorted().allMatch(time -> time >= 0);
      assertThat(request.get("status")).as(target).isEqualTo(200);
      assertThat(desk.cell(target, 2)).as(target).isEqualTo("200");
      assertThat(desk.cell(target, 3)).as(target).matches("plain|(br|zstd|gzip) (fast|best)");
      assertThat((String) desk.tab().value(times(target)))
          .contains("requested at", "headers sent at", "sent whole at");
    }
    assertThat(desk.cell("/", 1)).isEqualTo("the page");
    assertThat(desk.cell(STYLE, 1)).isEqualTo("hinted");
    assertThat((String) desk.tab().value(times(STYLE))).startsWith("hinted at ");
    assertThat(desk.cell(STYLE, 5)).as("saved").matches("[0-9.]+ k?B");
    assertThat((String) desk.tab().value("document.querySelector('.digest').textContent"))
        .contains("No digest");
    assertThat(desk.details(STYLE))
        .contains("Hinted ahead: the page needs it, and nothing says that this visitor has it.")
        .contains("In the representation cache", "Version:");
    // What is made after the response is shown as well.
    desk.tab().await(DETAILS + ".includes(', best:')");
    desk.pictures("visit-first");
    desk.close(STYLE);
  }

  private static String times(String target) {
    return row(target) + ".querySelector('svg').getAttribute('aria-label')";
  }

  private static List<Double> times(Map<?, ?> request) {
    return List.of("requested", "headers", "ended").stream()
        .map(name -> ((Number) request.get(name)).doubleValue())
        .toList();
  }

  /** Both tell the same. */
  private void downloads(DeskWindow desk) {
    int visit = desk.shown();
    List<Map<?, ?>> requests = requests(desk, visit);
    List<Map<?, ?>> entries =
        HarFacts.entries(desk.json("/__margay/visits.har?visit=" + visit), "visit_" + visit);
    assertThat(entries).hasSameSizeAs(requests);
    for (int i = 0; i < entries.size(); i++) {
      Map<?, ?> request = requests.get(i);
      Map<?, ?> answer = HarFacts.map(entries.get(i), "response");
      assertThat(HarFacts.map(entries.get(i), "request").get("url"))
          .isEqualTo(desk.url() + request.get("target"));
      assertThat(answer.get("status")).isEqualTo(request.get("status"));
      assertThat(answer.get("bodySize")).isEqualTo(request.get("bytes"));
      assertThat(entries.get(i).get("_tier")).isEqualTo(request.get("tier"));
      assertThat(entries.get(i).get("_saved")).isEqualTo(request.get("saved"));
    }
  }

  private static List<Map<?, ?>> requests(DeskWindow desk, int visit) {
    return HarFacts.list(desk.json("/__margay/visits.json"), "visits").stream()
        .filter(one -> one.get("id").equals(visit))
        .flatMap(one -> HarFacts.list(one, "requests").stream())
        .<Map<?, ?>>map(one -> one)
        .toList();
  }

  private void again(DeskWindow desk, Tab visitor) {
    int before = desk.shown();
    visitor.open(desk.url() + "/about");
    desk.awaitVisit("/about", before);
    assertThat(desk.cell(STYLE, 1)).matches("known by (digest|session)");
    assertThat(desk.details(STYLE)).contains("Not sent ahead: ").contains("this version");
    desk.close(STYLE);
  }

  /** By now the cookie has all that came before. */
  private void byDigest(DeskWindow desk, Tab visitor) throws Exception {
    int before = desk.shown();
    visitor.open(desk.url() + "/journal/");
    desk.awaitVisit("/journal/", before);
    assertThat(desk.cell(STYLE, 1)).isEqualTo("known by digest");
    assertThat(desk.details(STYLE))
        .contains("the visitor's digest cookie says that this version is already there");
    assertThat((String) desk.tab().value("document.querySelector('.digest').textContent"))
        .contains("Before: as the request presented it", STYLE);
    desk.pictures("visit-second");
  }
}
