package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Visits of a real browser to a site without push lists, replayed. */
class ReplayTest {
  private static final int COUNTED = 20;
  private static final double MOST = 0.8;
  private static final PageVersion HOME = Watched.page("/", "home");
  private static final PageVersion GALLERY = Watched.page("/gallery/", "gallery");
  private static final PageVersion CHANGED = Watched.page("/gallery/", "gallery, changed");
  private static final String OLD_STYLE = "/css/gallery.css";

  private final VisitLog home = VisitLog.read("home.tsv");
  private final VisitLog gallery = VisitLog.read("gallery.tsv");
  private final VisitLog changed = VisitLog.read("gallery-changed.tsv");
  private final Watched site = new Watched();

  @BeforeEach
  void pagesNameTheirModules() {
    for (String module : List.of("/js/gallery.js", "/js/map-page.js")) {
      site.named.put(
          module, new PageAsset(module, Destination.SCRIPT, Loading.MODULE, Importance.REST));
    }
  }

  private void replay(VisitLog log, int count, PageVersion page) {
    for (int visit = 0; visit < count; visit++) {
      log.replay(site, visit, page);
    }
  }

  private List<PageAsset> assets(PageVersion page) {
    return site.book.of(page).assets().orElseThrow().assets();
  }

  @Test
  void afterTwentyVisitsWhatMostNeededIsLearntAndWhatFewNeededIsNot() {
    replay(home, COUNTED, HOME);
    replay(gallery, COUNTED, GALLERY);
    learntIsWhatMostNeeded(home, HOME);
    learntIsWhatMostNeeded(gallery, GALLERY);
  }

  private void learntIsWhatMostNeeded(VisitLog log, PageVersion page) {
    List<String> learnt = site.learnt(page);
    var shares = log.shares(COUNTED, page.path());
    assertThat(shares.values().stream().filter(share -> share >= MOST)).hasSizeGreaterThan(6);
    shares.forEach(
        (target, share) -> {
          if (share >= MOST) {
            assertThat(learnt).contains(target);
          } else if (share < 0.5) {
            assertThat(learnt).doesNotContain(target);
          }
        });
    assertThat(shares.keySet()).containsAll(learnt);
  }

  @Test
  void theLearntOrderIsTheOrderOfNeed() {
    replay(home, COUNTED, HOME);
    replay(gallery, COUNTED, GALLERY);
    learntOrderIsTheOrderOfNeed(home, HOME);
    learntOrderIsTheOrderOfNeed(gallery, GALLERY);
  }

  private void learntOrderIsTheOrderOfNeed(VisitLog log, PageVersion page) {
    List<PageAsset> assets = assets(page);
    for (int i = 0; i < assets.size(); i++) {
      for (int j = i + 1; j < assets.size(); j++) {
        PageAsset earlier = assets.get(i);
        PageAsset later = assets.get(j);
        assertThat(earlier.importance()).isLessThanOrEqualTo(later.importance());
        if (earlier.importance() == later.importance()) {
          assertThat(log.before(COUNTED, page.path(), later.target(), earlier.target()))
              .as("visits that needed %s before %s", later.target(), earlier.target())
              .isLessThan((int) (MOST * COUNTED));
        }
      }
    }
  }

  @Test
  void theStyleSheetsComeFirstAndThePagesMainImageIsFound() {
    replay(home, COUNTED, HOME);
    assertThat(assets(HOME))
        .startsWith(
            new PageAsset(
                "/css/site.css", Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE),
            new PageAsset(
                "/css/type.css", Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE))
        .filteredOn(asset -> asset.importance() == Importance.MAIN_IMAGE)
        .extracting(PageAsset::target)
        .containsExactly("/img/hero-dawn.jpg");
  }

  @Test
  void whatANewVersionOfThePageNoLongerUsesIsForgottenAtOnce() {
    replay(gallery, COUNTED, GALLERY);
    assertThat(site.learnt(GALLERY)).contains(OLD_STYLE, "/js/theme.js");
    replay(changed, COUNTED, CHANGED);
    assertThat(site.learnt(CHANGED))
        .contains("/css/site.css")
        .doesNotContain(OLD_STYLE, "/js/theme.js");
    learntIsWhatMostNeeded(changed, CHANGED);
    Instant dayLater = site.now.plus(Duration.ofDays(1));
    assertThat(site.book.of(Watched.DOMAIN, dayLater))
        .extracting(SightingsFormat.PageVisits::page)
        .containsExactly(CHANGED);
  }

  @Test
  void whatBrowsersNoLongerAskForIsForgottenWithinADayThoughThePageIsTheSame() {
    replay(gallery, 22, GALLERY);
    Instant deployed = site.now;
    for (int visit = 0; visit < 22; visit++) {
      site.now = deployed.plus(Duration.ofMinutes(65L * visit));
      changed.replay(site, visit, GALLERY);
    }
    site.now = deployed.plus(Duration.ofDays(1));
    changed.replay(site, 0, GALLERY);
    assertThat(site.learnt(GALLERY))
        .contains("/css/site.css")
        .doesNotContain(OLD_STYLE, "/js/theme.js");
  }
}
