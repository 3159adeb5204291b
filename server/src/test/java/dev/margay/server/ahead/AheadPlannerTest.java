package dev.margay.server.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentHash;
import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.learning.PageAssets.Source;
import dev.margay.server.visitor.AssetKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AheadPlannerTest {
  private static final long FRESH = 172_800;
  private static final AheadCandidate STYLE = style("/site.css", 10_000);
  private static final AheadCandidate SCRIPT =
      of("/app.js", Destination.SCRIPT, Loading.NO_CORS, Importance.HEAD_SCRIPT, 20_000, FRESH);
  private static final AheadCandidate IMAGE =
      of("/hero.avif", Destination.IMAGE, Loading.NO_CORS, Importance.MAIN_IMAGE, 90_000, FRESH);
  private static final AheadCandidate FONT =
      of("/text.woff2", Destination.FONT, Loading.CORS, Importance.REST, 30_000, FRESH);

  private static AheadCandidate style(String target, long bytes) {
    return of(target, Destination.STYLE, Loading.NO_CORS, Importance.BLOCKING_STYLE, bytes, FRESH);
  }

  private static AheadCandidate of(
      String target,
      Destination destination,
      Loading loading,
      Importance importance,
      long bytes,
      long fresh) {
    ContentHash content = ContentHash.of(target.getBytes(StandardCharsets.UTF_8));
    return new AheadCandidate(
        new PageAsset(target, destination, loading, importance),
        Optional.of(new AheadCandidate.Found(AssetKey.of(target, content), bytes, fresh)));
  }

  private static AheadPlan plan(List<AheadCandidate> candidates, Possession has, AheadBudget room) {
    return AheadPlanner.plan(Source.MARKUP, AheadPlanner.inOrder(candidates), has, room);
  }

  private static List<String> ahead(AheadPlan plan) {
    return plan.ahead().stream().map(step -> step.asset().target()).toList();
  }

  private static Verdict verdict(AheadPlan plan, String target) {
    return plan.steps().stream()
        .filter(step -> step.asset().target().equals(target))
        .findFirst()
        .orElseThrow()
        .verdict();
  }

  @Test
  void nothingOvertakesAStyleSheetThatBlocksPainting() {
    AheadPlan plan =
        plan(List.of(FONT, IMAGE, SCRIPT, STYLE), Possession.NOTHING, AheadBudget.HINT);
    assertThat(ahead(plan)).containsExactly("/site.css", "/app.js", "/hero.avif", "/text.woff2");
  }

  @Test
  void withinAClassTheOrderOfTheListCounts() {
    AheadPlan plan =
        plan(List.of(style("/b.css", 1), style("/a.css", 1)), Possession.NOTHING, AheadBudget.PUSH);
    assertThat(ahead(plan)).containsExactly("/b.css", "/a.css");
  }

  @Test
  void whatTheVisitorHasTakesNoRoom() {
    Possession hasStyle =
        (target, key) ->
            target.equals("/site.css") ? Optional.of(Verdict.KNOWN_BY_DIGEST) : Optional.empty();
    AheadPlan plan = plan(List.of(STYLE, SCRIPT), hasStyle, new AheadBudget(1, 20_000, 4000));
    assertThat(verdict(plan, "/site.css")).isEqualTo(Verdict.KNOWN_BY_DIGEST);
    assertThat(verdict(plan, "/app.js")).isEqualTo(Verdict.AHEAD);
  }

  @Test
  void noMoreThanSixteenAssetsGoAhead() {
    List<AheadCandidate> many =
        IntStream.range(0, 20).mapToObj(i -> style("/" + i + ".css", 10)).toList();
    AheadPlan plan = plan(many, Possession.NOTHING, AheadBudget.PUSH);
    assertThat(plan.ahead()).hasSize(16);
    assertThat(verdict(plan, "/16.css")).isEqualTo(Verdict.OVER_COUNT);
  }

  @Test
  void whatDoesNotFitIsLeftOutAndSmallerOnesBehindItAreNot() {
    AheadCandidate large =
        of("/big.png", Destination.IMAGE, Loading.NO_CORS, Importance.MAIN_IMAGE, 600_000, FRESH);
    AheadPlan plan = plan(List.of(STYLE, large, FONT), Possession.NOTHING, AheadBudget.PUSH);
    assertThat(verdict(plan, "/big.png")).isEqualTo(Verdict.OVER_BYTES);
    assertThat(ahead(plan)).containsExactly("/site.css", "/text.woff2");
  }

  @Test
  void behindAStyleSheetThatDoesNotFitNothingIsSent() {
    AheadPlan plan =
        plan(List.of(style("/huge.css", 600_000), SCRIPT), Possession.NOTHING, AheadBudget.PUSH);
    assertThat(verdict(plan, "/app.js")).isEqualTo(Verdict.BEHIND_STYLE);
  }

  @Test
  void theLinkFieldStaysUnderFourKilobytes() {
    String folder = "/" + "x".repeat(600) + "/";
    List<AheadCandidate> long_ =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    of(
                        folder + i + ".png",
                        Destination.IMAGE,
                        Loading.NO_CORS,
                        Importance.REST,
                        10,
                        FRESH))
            .toList();
    AheadPlan plan = plan(long_, Possession.NOTHING, AheadBudget.HINT);
    assertThat(plan.link().getValue().length()).isBetween(3000, 4090);
    assertThat(verdict(plan, folder + "9.png")).isEqualTo(Verdict.OVER_FIELD);
  }

  @Test
  void whatMayNotBeKeptForTenSecondsIsNotSent() {
    AheadCandidate nine = of("/a.js", Destination.SCRIPT, Loading.NO_CORS, Importance.REST, 1, 9);
    AheadCandidate ten = of("/b.js", Destination.SCRIPT, Loading.NO_CORS, Importance.REST, 1, 10);
    AheadPlan plan = plan(List.of(nine, ten), Possession.NOTHING, AheadBudget.PUSH);
    assertThat(verdict(plan, "/a.js")).isEqualTo(Verdict.NOT_FRESH);
    assertThat(verdict(plan, "/b.js")).isEqualTo(Verdict.AHEAD);
  }

  @Test
  void targetsOfOtherServersAndThoseThatWouldBreakTheFieldAreLeftOut() {
    for (String target :
        List.of("//other.example/a.css", "https://other.example/a.css", "/a>;b", "/a\r\nb", "a")) {
      AheadPlan plan = plan(List.of(style(target, 1)), Possession.NOTHING, AheadBudget.HINT);
      assertThat(verdict(plan, target)).as(target).isEqualTo(Verdict.ELSEWHERE);
    }
  }

  @Test
  void whatIsNotThereIsMissing() {
    AheadCandidate gone = new AheadCandidate(STYLE.asset(), Optional.empty());
    AheadPlan plan = plan(List.of(gone), Possession.NOTHING, AheadBudget.PUSH);
    assertThat(verdict(plan, "/site.css")).isEqualTo(Verdict.MISSING);
  }

  @Test
  void theLinkRepeatsHowEachElementAsks() {
    AheadCandidate module =
        of("/m.js?v=1", Destination.SCRIPT, Loading.MODULE, Importance.HEAD_SCRIPT, 1, FRESH);
    AheadPlan plan = plan(List.of(STYLE, module, FONT), Possession.NOTHING, AheadBudget.HINT);
    assertThat(plan.link().getValue())
        .isEqualTo(
            "</site.css>; rel=preload; as=style, </m.js?v=1>; rel=modulepreload, "
                + "</text.woff2>; rel=preload; as=font; crossorigin");
  }
}
