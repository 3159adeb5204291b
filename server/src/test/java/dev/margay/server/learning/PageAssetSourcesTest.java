package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentHash;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.learning.PageAssets.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageAssetSourcesTest {
  private static final Duration BELIEVED = Duration.ofMillis(500);
  private static final String LIST = "schema: push-list-v1\nhints: [/listed.js]\n";
  private static final PageAssets LEARNT =
      new PageAssets(
          Source.TRAFFIC,
          List.of(
              new PageAsset("/learnt.js", Destination.SCRIPT, Loading.NO_CORS, Importance.REST)));

  @TempDir Path folder;
  private WrittenSite site;
  private PageAssetSources sources;
  private Optional<PageAssets> learnt = Optional.empty();

  @BeforeEach
  void layOut() throws IOException {
    site = new WrittenSite(folder);
    site.with("index.html", "<link rel=stylesheet href=a.css><body>")
        .with("a.css", "body { background: url(one.png) }");
    sources = sources(BELIEVED);
  }

  private PageAssetSources sources(Duration believed) {
    BiFunction<CanonicalPath, ContentHash, Optional<PageAssets>> traffic =
        (path, content) -> learnt;
    Function<CanonicalPath, CompletionStage<Optional<AssetFacts>>> looks =
        new SiteLooks(site.catalog, believed, site.clock());
    return new PageAssetSources(
        new MarkupAssets(site.readings(), looks),
        traffic,
        looks,
        believed,
        Runnable::run,
        site.clock());
  }

  private PageAssets ask(PageAssetSources asked) {
    return asked.of(WrittenSite.path("/"), site.facts("/")).toCompletableFuture().join();
  }

  private List<String> targets() {
    return ask(sources).assets().stream().map(PageAsset::target).toList();
  }

  @Test
  void theFirstSourceWithAnAnswerIsTakenAlone() throws IOException {
    assertThat(ask(sources).source()).isEqualTo(Source.MARKUP);
    learnt = Optional.of(LEARNT);
    assertThat(ask(sources)).isEqualTo(LEARNT);
    PageAssets named =
        sources.named(WrittenSite.path("/"), site.facts("/")).toCompletableFuture().join();
    assertThat(named.source()).isEqualTo(Source.MARKUP);
    site.with("index.html.push-list", LIST).pass(BELIEVED);
    assertThat(ask(sources).source()).isEqualTo(Source.PUSH_LIST);
    assertThat(targets()).containsExactly("/listed.js");
  }

  @Test
  void anAnswerIsBelievedForAWhile() throws IOException {
    assertThat(targets()).containsExactly("/a.css", "/one.png");
    site.with("a.css", "body { background: url(two.png) }");
    site.pass(BELIEVED.minusMillis(1));
    assertThat(targets()).containsExactly("/a.css", "/one.png");
    site.pass(Duration.ofMillis(1));
    assertThat(targets()).containsExactly("/a.css", "/two.png");
  }

  @Test
  void whereNothingIsBelievedAChangeIsSeenAtOnce() throws IOException {
    PageAssetSources devlove = sources(Duration.ZERO);
    assertThat(ask(devlove).source()).isEqualTo(Source.MARKUP);
    site.with("index.html.push-list", LIST);
    assertThat(ask(devlove).source()).isEqualTo(Source.PUSH_LIST);
    Files.delete(site.root.resolve("index.html.push-list"));
    assertThat(ask(devlove).source()).isEqualTo(Source.MARKUP);
    site.with("a.css", "");
    assertThat(ask(devlove).assets()).hasSize(1);
    Files.delete(site.root.resolve("a.css"));
    assertThat(ask(devlove)).isEqualTo(PageAssets.NONE);
    site.with("a.css", "");
    assertThat(ask(devlove).assets()).hasSize(1);
  }

  @Test
  void aPushListWithAMistakeIsIgnored() throws IOException {
    site.with("index.html.push-list", LIST + "hint: []\n");
    assertThat(ask(sources).source()).isEqualTo(Source.MARKUP);
    site.with("index.html.push-list", LIST).pass(BELIEVED);
    assertThat(ask(sources).source()).isEqualTo(Source.PUSH_LIST);
  }

  @Test
  void anEmptyPushListIsAnAnswer() throws IOException {
    site.with("index.html.push-list", "schema: push-list-v1\nhints: []\n");
    assertThat(ask(sources)).isEqualTo(new PageAssets(Source.PUSH_LIST, List.of()));
  }

  @Test
  void aChangedPageIsAnotherVersion() throws IOException {
    assertThat(targets()).hasSize(2);
    site.with("index.html", "<script src=x.js></script>");
    assertThat(targets()).containsExactly("/x.js");
  }

  @Test
  void manyWhoAskAtOnceShareOneLook() throws IOException {
    CompletableFuture<Runnable> held = new CompletableFuture<>();
    PageAssetSources slow =
        new PageAssetSources(
            new MarkupAssets(site.readings(), site.looks()),
            (path, content) -> Optional.empty(),
            site.looks(),
            BELIEVED,
            held::complete,
            site.clock());
    CompletableFuture<PageAssets> first =
        slow.of(WrittenSite.path("/"), site.facts("/")).toCompletableFuture();
    CompletableFuture<PageAssets> second =
        slow.of(WrittenSite.path("/"), site.facts("/")).toCompletableFuture();
    assertThat(first).isNotDone();
    held.join().run();
    assertThat(second.join()).isEqualTo(first.join());
    assertThat(first.join().assets()).hasSize(2);
  }

  @Test
  void aServerThatStopsAnswersNothing() {
    PageAssetSources stopping =
        new PageAssetSources(
            new MarkupAssets(site.readings(), site.looks()),
            (path, content) -> Optional.empty(),
            site.looks(),
            BELIEVED,
            task -> {
              throw new RejectedExecutionException();
            },
            site.clock());
    assertThat(ask(stopping)).isEqualTo(PageAssets.NONE);
  }
}
