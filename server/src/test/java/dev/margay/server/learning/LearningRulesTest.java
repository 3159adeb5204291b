package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.AssetRequest.Audience;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.learning.SightingsBook.Beginning;
import dev.margay.server.learning.Watched.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Behaviour, section 6, source 2: what may be learnt from visitors, and what may not. */
class LearningRulesTest {
  private static final FetchMetadata IMAGE = new FetchMetadata("image", "no-cors", "");
  private static final PageAsset STYLE_AHEAD =
      new PageAsset("/a.css", Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE);

  private final Watched site = new Watched();

  private static Consumer<Guest> image(String target) {
    return guest -> guest.gets(target, "image");
  }

  private Consumer<Guest> asking(String method, int status) {
    return guest -> guest.gets("/seen.png", "image").asks(method, status, "/a.png", "/", IMAGE);
  }

  private Consumer<Guest> from(String referer) {
    return guest ->
        guest
            .gets("/seen.png", "image")
            .asks("GET", 200, "/a.png", referer, IMAGE, Audience.ANYONE, 0);
  }

  @Test
  void nineteenVisitsSayNothingAndTwentyDo() {
    site.visits(19, image("/a.png"));
    assertThat(site.book.of(Watched.PAGE).assets()).isEmpty();
    site.visit(Watched.person(19), image("/a.png"));
    assertThat(site.book.of(Watched.PAGE).assets()).isPresent();
    assertThat(site.learnt()).containsExactly("/a.png");
  }

  @Test
  void halfOfTheVisitsAreEnoughAndFewerAreNot() {
    site.visits(10, guest -> guest.gets("/half.png", "image").gets("/all.png", "image"));
    site.visits(1, image("/all.png"));
    for (int i = 20; i < 29; i++) {
      site.visit(
          Watched.person(i), guest -> guest.gets("/all.png", "image").gets("/b.png", "image"));
    }
    assertThat(site.learnt()).containsExactly("/all.png", "/half.png");
  }

  @Test
  void fourAddressesAreTooFewAndFiveAreEnough() {
    for (int i = 0; i < 20; i++) {
      int person = i % 5;
      site.visit(
          Watched.person(person),
          guest -> {
            guest.gets("/five.png", "image");
            if (person < 4) {
              guest.gets("/four.png", "image");
            }
          });
    }
    assertThat(site.learnt()).containsExactly("/five.png");
  }

  @Test
  void aNetworkOfIpv6IsOneAddress() {
    for (int i = 0; i < 40; i++) {
      site.visit(new Visitor("2001:db8:1:2::" + Integer.toHexString(i + 1), ""), image("/a.png"));
    }
    assertThat(site.book.of(Watched.PAGE).visits()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void onlyGetTells() {
    site.visits(20, asking("HEAD", 200));
    assertThat(site.learnt()).containsExactly("/seen.png");
  }

  @Test
  void only200Tells() {
    site.visits(20, asking("GET", 404));
    site.visits(20, asking("GET", 206));
    assertThat(site.learnt()).containsExactly("/seen.png");
  }

  @Test
  void aRevalidationCountsOnNeitherSide() {
    site.visits(10, asking("GET", 304));
    for (int i = 10; i < 16; i++) {
      site.visit(Watched.person(i), asking("GET", 200));
    }
    for (int i = 16; i < 20; i++) {
      site.visit(Watched.person(i), image("/seen.png"));
    }
    assertThat(site.learnt()).containsExactlyInAnyOrder("/seen.png", "/a.png");
  }

  @Test
  void aRefererOfAnotherAuthorityTellsNothing() {
    site.visits(20, from("https://other.example/"));
    assertThat(site.learnt()).containsExactly("/seen.png");
  }

  @Test
  void aRefererOfAnotherPageTellsNothing() {
    site.visits(20, from("https://" + Watched.DOMAIN + "/other"));
    assertThat(site.learnt()).containsExactly("/seen.png");
  }

  @Test
  void aRefererIsThePageWhateverItsQuery() {
    site.visits(20, from("https://" + Watched.DOMAIN + "/?utm_source=mail"));
    assertThat(site.learnt()).contains("/a.png");
  }

  @Test
  void aStyleSheetCountsForThePageThatLoadedItHoweverDeep() {
    site.visits(
        20,
        guest ->
            guest
                .gets("/a.css", "style")
                .gets("/b.css", "style", "/a.css")
                .gets("/b.woff2", "font", "/b.css"));
    assertThat(site.learnt()).containsExactly("/a.css", "/b.css", "/b.woff2");
  }

  @Test
  void aStyleSheetThatThePageDidNotLoadTellsNothing() {
    site.visits(
        20, guest -> guest.gets("/a.png", "image").gets("/b.woff2", "font", "/unknown.css"));
    assertThat(site.learnt()).containsExactly("/a.png");
  }

  @Test
  void aStyleSheetThatWasSentAheadCountsForThePage() {
    for (int i = 0; i < 20; i++) {
      site.visit(
          Watched.person(i),
          Watched.PAGE,
          List.of(STYLE_AHEAD),
          guest -> guest.gets("/b.woff2", "font", "/a.css"));
    }
    assertThat(site.learnt()).containsExactly("/a.css", "/b.woff2");
  }

  @Test
  void aStyleSheetFromTheBrowsersCacheCountsIfTheSourceNamesIt() {
    site.named.put("/a.css", STYLE_AHEAD);
    site.visits(20, guest -> guest.gets("/b.woff2", "font", "/a.css"));
    assertThat(site.learnt()).containsExactly("/b.woff2");
  }

  @Test
  void tenSecondsAreTheWindow() {
    site.visits(
        20,
        guest ->
            guest
                .after(Duration.ofMillis(9970))
                .gets("/in.png", "image")
                .after(Duration.ofMillis(9990))
                .gets("/out.png", "image"));
    assertThat(site.learnt()).containsExactly("/in.png");
  }

  @Test
  void aTokenisedUrlOfOneVisitorIsNeverHintedToAnother() {
    for (int i = 0; i < 40; i++) {
      String token = "/private/" + i + "-secret.png";
      site.visit(Watched.person(i), guest -> guest.gets("/a.png", "image").gets(token, "image"));
    }
    assertThat(site.learnt()).containsExactly("/a.png");
  }

  @Test
  void aQueryThatNothingNamesIsNotKept() {
    site.visits(
        20,
        guest ->
            guest
                .gets("/a.png", "image")
                .gets("/b.png?token=same", "image")
                .gets("/c.png?vh=0123456789ab&token=same", "image"));
    assertThat(site.learnt()).containsExactly("/a.png");
    assertThat(site.book.of(Watched.PAGE).targets()).containsExactly("/a.png");
  }

  @Test
  void aQueryThatTheSourceNamesIsKept() {
    String target = "/b.png?size=2";
    site.named.put(
        target, new PageAsset(target, Destination.IMAGE, Loading.NO_CORS, Importance.REST));
    site.visits(20, image(target));
    assertThat(site.learnt()).containsExactly(target);
  }

  @Test
  void aFingerprintIsKept() {
    site.visits(20, image("/b.png?vh=0123456789ab"));
    assertThat(site.learnt()).containsExactly("/b.png?vh=0123456789ab");
  }

  @Test
  void anAnswerForThisVisitorOnlyTellsNothing() {
    site.visits(
        20,
        guest ->
            guest
                .gets("/seen.png", "image")
                .asks(
                    "GET",
                    200,
                    "/avatar.png",
                    "https://" + Watched.DOMAIN + "/",
                    IMAGE,
                    Audience.THIS_VISITOR,
                    0));
    assertThat(site.learnt()).containsExactly("/seen.png");
  }

  @Test
  void whatScriptsFetchIsNoAsset() {
    site.visits(20, guest -> guest.gets("/a.png", "image").gets("/data.json", "empty"));
    assertThat(site.learnt()).containsExactly("/a.png");
  }

  @Test
  void aFaviconIsNoAssetOfAPage() {
    site.visits(20, guest -> guest.gets("/a.png", "image").gets("/img/favicon-32.png", "image"));
    assertThat(site.learnt()).containsExactly("/a.png");
  }

  @Test
  void forgedReferersFromOneAddressDoNotSteerIn() {
    site.visits(20, image("/a.png"));
    for (int i = 0; i < 1000; i++) {
      Visitor forger = new Visitor("203.0.113.9", "Forger/" + i);
      site.visit(forger, guest -> guest.gets("/a.png", "image").gets("/forged.png", "image"));
    }
    assertThat(site.learnt()).containsExactly("/a.png");
  }

  @Test
  void forgedReferersFromOneAddressDoNotSteerOut() {
    site.visits(16, guest -> guest.gets("/a.png", "image").gets("/b.png", "image"));
    for (int i = 0; i < 1000; i++) {
      Visitor forger = new Visitor("203.0.113.9", "Forger/" + i);
      site.visit(forger, image("/forged.png"));
    }
    assertThat(site.learnt()).containsExactly("/a.png", "/b.png");
    assertThat(site.book.of(Watched.PAGE).visits()).hasSize(20);
  }

  @Test
  void aForgerWhoOpensVisitsAtOnceLeavesRoomForOthers() {
    List<Beginning> forged = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      Visitor forger = new Visitor("203.0.113.9", "Forger/" + i);
      forged.add(site.book.open(site.navigation(forger, Watched.PAGE, List.of())));
    }
    assertThat(forged).filteredOn(Beginning.OPENED::equals).hasSize(16);
    assertThat(site.book.open(site.navigation(Watched.person(1), Watched.PAGE, List.of())))
        .isEqualTo(Beginning.OPENED);
  }

  @Test
  void whatWasSentAheadIsNoEvidenceForOrAgainst() {
    List<PageAsset> unneeded =
        List.of(new PageAsset("/u.png", Destination.IMAGE, Loading.NO_CORS, Importance.REST));
    for (int i = 0; i < 20; i++) {
      site.visit(
          Watched.person(i),
          Watched.PAGE,
          unneeded,
          guest -> guest.gets("/u.png", "image").gets("/a.png", "image"));
    }
    assertThat(site.learnt()).as("nothing speaks against it yet").contains("/u.png");
    for (int i = 20; i < 26; i++) {
      site.visit(Watched.person(i), image("/a.png"));
    }
    assertThat(site.learnt()).as("six plain visits did without").containsExactly("/a.png");
  }

  @Test
  void whatIsSentAheadStaysAsLongAsPlainVisitsNeedIt() {
    for (int i = 0; i < 400; i++) {
      boolean plain = i % 20 == 0;
      site.visit(
          Watched.person(i % 200),
          Watched.PAGE,
          plain ? List.of() : List.of(STYLE_AHEAD),
          guest -> guest.gets("/a.css", "style").gets("/a.png", "image"));
      if (i >= 20) {
        assertThat(site.learnt()).as("after " + i).containsExactly("/a.css", "/a.png");
      }
    }
  }

  @Test
  void whatTheDigestKnowsCountsOnNeitherSide() {
    site.visits(8, guest -> guest.gets("/a.css", "style").gets("/a.png", "image"));
    for (int i = 8; i < 40; i++) {
      Navigation plain = site.navigation(Watched.person(i), Watched.PAGE, List.of());
      Navigation knowing =
          new Navigation(
              plain.visitor(),
              plain.page(),
              plain.authority(),
              plain.fetch(),
              List.of(),
              "/a.css"::equals,
              plain.named(),
              plain.at());
      site.visit(knowing, image("/a.png"));
    }
    assertThat(site.learnt()).containsExactly("/a.css", "/a.png");
  }

  @Test
  void aPrefetchIsNoVisitAndAPrerenderIs() {
    assertThat(opening(new FetchMetadata("document", "navigate", "prefetch")))
        .isEqualTo(Beginning.NO_VISIT);
    assertThat(opening(new FetchMetadata("document", "navigate", "prefetch;prerender")))
        .isEqualTo(Beginning.OPENED);
    assertThat(opening(new FetchMetadata("iframe", "navigate", ""))).isEqualTo(Beginning.NO_VISIT);
  }

  private Beginning opening(FetchMetadata fetch) {
    Navigation plain = site.navigation(Watched.person(1), Watched.PAGE, List.of());
    return site.book.open(
        new Navigation(
            plain.visitor(),
            plain.page(),
            plain.authority(),
            fetch,
            List.of(),
            plain.known(),
            plain.named(),
            plain.at()));
  }

  @Test
  void visitorsWhoHaveAnAssetDoNotTakeItFromThoseWhoLackIt() {
    PageAsset style =
        new PageAsset("/a.css", Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE);
    PageAsset image = new PageAsset("/b.png", Destination.IMAGE, Loading.NO_CORS, Importance.REST);
    for (int i = 0; i < 24; i++) {
      Navigation first = site.navigation(Watched.person(i), Watched.PAGE, List.of(style, image));
      site.visit(first, guest -> guest.gets("/c.png", "image"));
    }
    assertThat(site.learnt()).contains("/a.css", "/b.png");
    for (int i = 100; i < 130; i++) {
      Navigation again = site.navigation(Watched.person(i), Watched.PAGE, List.of(style));
      site.visit(
          new Navigation(
              again.visitor(),
              again.page(),
              again.authority(),
              again.fetch(),
              again.sentAhead(),
              target -> target.equals("/b.png"),
              again.named(),
              again.at()),
          guest -> guest.gets("/c.png", "image"));
    }
    assertThat(site.learnt()).contains("/a.css", "/b.png");
  }

  @Test
  void aPrefetchedAssetTellsNothing() {
    site.visits(
        20,
        guest ->
            guest
                .gets("/a.png", "image")
                .asks(
                    "GET", 200, "/b.png", "/", new FetchMetadata("image", "no-cors", "prefetch")));
    assertThat(site.learnt()).containsExactly("/a.png");
  }

  @Test
  void aVisitThatAsksForNothingIsNotCounted() {
    site.visits(20, image("/a.png"));
    for (int i = 20; i < 60; i++) {
      site.visit(Watched.person(i), guest -> {});
    }
    assertThat(site.learnt()).containsExactly("/a.png");
  }

  @Test
  void twoVisitorsBehindOneAddressEachGetTheirOwn() {
    for (int i = 0; i < 10; i++) {
      Navigation both = site.navigation(Watched.person(i), Watched.PAGE, List.of());
      site.book.open(both);
      site.visit(both, guest -> guest.gets("/a.png", "image").gets("/a.png", "image"));
    }
    assertThat(site.book.of(Watched.PAGE).visits()).hasSize(20);
    assertThat(site.learnt()).containsExactly("/a.png");
  }

  @Test
  void aNewVersionOfThePageBeginsAnew() {
    site.visits(20, image("/old.png"));
    PageVersion next = Watched.page("/", "second version");
    assertThat(site.book.of(next).assets()).isEmpty();
    for (int i = 0; i < 20; i++) {
      site.visit(Watched.person(i), next, List.of(), image("/new.png"));
    }
    assertThat(site.learnt(next)).containsExactly("/new.png");
  }

  @Test
  void aScriptThatMayBeAModuleIsLeftOutUnlessTheSourceNamesIt() {
    PageAsset module =
        new PageAsset("/m.js", Destination.SCRIPT, Loading.MODULE, Importance.HEAD_SCRIPT);
    site.named.put("/m.js", module);
    FetchMetadata cors = new FetchMetadata("script", "cors", "");
    site.visits(
        20,
        guest -> guest.asks("GET", 200, "/m.js", "/", cors).asks("GET", 200, "/x.js", "/", cors));
    assertThat(site.book.of(Watched.PAGE).assets().map(PageAssets::assets))
        .isEqualTo(Optional.of(List.of(module)));
  }

  @Test
  void importanceIsToldByWhatAndWhenAndWhence() {
    site.visits(
        20,
        guest ->
            guest
                .gets("/a.css", "style")
                .gets("/head.js", "script")
                .asks("GET", 200, "/icon.png", referer(), IMAGE, Audience.ANYONE, 900)
                .asks("GET", 200, "/hero.jpg", referer(), IMAGE, Audience.ANYONE, 90_000)
                .gets("/foot.js", "script")
                .gets("/a.woff2", "font", "/a.css")
                .after(Duration.ofSeconds(5))
                .asks("GET", 200, "/huge.jpg", referer(), IMAGE, Audience.ANYONE, 900_000)
                .gets("/late.css", "style"));
    assertThat(site.book.of(Watched.PAGE).assets().orElseThrow().assets())
        .containsExactly(
            new PageAsset("/a.css", Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE),
            new PageAsset("/head.js", Destination.SCRIPT, Loading.NO_CORS, Importance.HEAD_SCRIPT),
            new PageAsset("/hero.jpg", Destination.IMAGE, Loading.NO_CORS, Importance.MAIN_IMAGE),
            new PageAsset("/icon.png", Destination.IMAGE, Loading.NO_CORS, Importance.REST),
            new PageAsset("/foot.js", Destination.SCRIPT, Loading.NO_CORS, Importance.REST),
            new PageAsset("/a.woff2", Destination.FONT, Loading.CORS, Importance.REST),
            new PageAsset("/huge.jpg", Destination.IMAGE, Loading.NO_CORS, Importance.REST),
            new PageAsset("/late.css", Destination.STYLE, Loading.NO_CORS, Importance.REST));
  }

  private static String referer() {
    return "https://" + Watched.DOMAIN + "/";
  }
}
