package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The visit page is for everybody: with keys alone, in light and dark, in a narrow window. */
class ReadableVisitPageTest {
  private static final Path SITE = Path.of("site").toAbsolutePath();
  private static final int TAB = 9;
  private static final int DOWN = 40;

  private static final String BOX = "document.querySelector('.scroll')";

  /** What reaches out of the window. */
  private static final String TOO_WIDE =
      """
      [...document.querySelectorAll('header *, nav *, main *:not(thead, thead *)')]
        .filter((e) => e.getBoundingClientRect().right > innerWidth)
        .map((e) => e.outerHTML.slice(0, 60))
      """;

  /** Texts whose contrast is below 4.5 (WCAG 2.2, 1.4.3). */
  private static final String FAINT =
      """
      (() => {
        const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const light = (colour) => {
          const [r, g, b] = channels(colour).map(
            (v) => v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const paper = (element) => {
          for (let e = element; e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor;
            if (channels(colour)[3] !== 0) return colour;
          }
          return 'rgb(255, 255, 255)';
        };
        const faint = [];
        for (const e of document.body.querySelectorAll('*')) {
          const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
          if (!own || !e.getClientRects().length) continue;
          const [a, b] = [light(getComputedStyle(e).color), light(paper(e))];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) faint.push(e.textContent.slice(0, 40) + ' ' + ratio.toFixed(2));
        }
        return faint;
      })()
      """;

  @TempDir Path home;

  @Test
  void keysColoursNamesAndANarrowWindow() throws Exception {
    try (DevloveProcess devlove = DeskWindow.trusted(SITE, home);
        Chromium browser = Chromium.start(home)) {
      DeskWindow desk = DeskWindow.open(browser, devlove.url());
      Tab visitor = browser.openWindow();
      for (String page : new String[] {"/about", "/"}) {
        int before = desk.shown();
        visitor.open(devlove.url() + page);
        desk.awaitVisit(page, before);
      }
      Tab tab = desk.tab();
      tab.send("Page.bringToFront", Map.of());
      keys(tab);
      for (String scheme : new String[] {"dark", "light"}) {
        tab.scheme(scheme);
        assertThat((List<?>) tab.value(FAINT)).as(scheme).isEmpty();
      }
      everythingHasAName(tab);
      tab.size(400, 900);
      tab.await("innerWidth === 400");
      assertThat((List<?>) tab.value(TOO_WIDE)).isEmpty();
      for (String whole : new String[] {"document.documentElement", BOX}) {
        assertThat(tab.value(whole + ".scrollWidth - " + whole + ".clientWidth")).isEqualTo(0);
      }
      everythingHasAName(tab);
      desk.pictures("visit-narrow");
    }
  }

  private static void keys(Tab tab) {
    tab.press("Tab", TAB);
    assertThat(tab.value("document.activeElement.className")).isEqualTo("skip");
    String focus = "document.activeElement.closest('%s') !== null";
    tabTo(tab, focus.formatted("#visits button"));
    tab.press("ArrowDown", DOWN);
    tab.enter();
    tab.await("document.getElementById('title').textContent.endsWith('/about')");
    assertThat(tab.value("document.getElementById('follow').checked")).isEqualTo(false);
    tabTo(tab, focus.formatted("#waterfall tr:nth-child(3) button"));
    assertThat(tab.value("document.activeElement.getAttribute('aria-expanded')"))
        .isEqualTo("false");
    tab.enter();
    assertThat(tab.value("document.activeElement.getAttribute('aria-expanded')")).isEqualTo("true");
    assertThat(tab.value(DeskWindow.DETAILS + ".length > 20")).isEqualTo(true);
    assertThat(tab.value("getComputedStyle(document.activeElement).outlineStyle"))
        .isEqualTo("solid");
  }

  private static void tabTo(Tab tab, String there) {
    for (int i = 0; i < 20 && !Boolean.TRUE.equals(tab.value(there)); i++) {
      tab.press("Tab", TAB);
    }
    assertThat(tab.value(there)).as(there).isEqualTo(true);
  }

  /** As the browser tells it to a screen reader. */
  private static void everythingHasAName(Tab tab) {
    List<Map<?, ?>> nodes =
        HarFacts.list(tab.send("Accessibility.getFullAXTree", Map.of()), "nodes");
    List<Map<?, ?>> seen =
        nodes.stream().<Map<?, ?>>map(one -> one).filter(one -> one.containsKey("role")).toList();
    assertThat(seen)
        .filteredOn(
            one ->
                List.of("button", "link", "checkbox", "image", "navigation", "table")
                    .contains(role(one)))
        .extracting(one -> role(one) + ": " + HarFacts.map(one, "name").get("value"))
        .hasSizeGreaterThan(10)
        .noneMatch(one -> one.endsWith(": "));
    assertThat(seen).filteredOn(one -> role(one).equals("rowheader")).hasSizeGreaterThan(5);
    assertThat(seen).filteredOn(one -> role(one).equals("columnheader")).hasSize(8);
  }

  private static String role(Map<?, ?> node) {
    return (String) HarFacts.map(node, "role").get("value");
  }
}
