package dev.margay.server.learning;

import dev.margay.rcache.store.ContentStore;
import dev.margay.server.catalog.AssetCatalog;
import dev.margay.server.catalog.AssetFacts;
import dev.margay.server.catalog.HashIndex;
import dev.margay.server.catalog.Located;
import dev.margay.server.catalog.SiteRoot;
import dev.margay.server.http.CanonicalPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A site of files, and all that is needed to ask what belongs to its pages. */
final class WrittenSite {
  final Path root;
  final Path scratch;
  final ContentStore store;
  final AssetCatalog catalog;

  /** Moved by tests: no time passes by itself that they would have to wait for. */
  private Instant now = Instant.now();

  WrittenSite(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("site"));
    scratch = folder.resolve("scratch");
    store = new ContentStore(scratch.resolve("r-cache"));
    catalog =
        new AssetCatalog(
            new SiteRoot(root, List.of(scratch)),
            new HashIndex(scratch.resolve("hash-index")),
            store,
            Runnable::run,
            Runnable::run,
            clock());
  }

  InstantSource clock() {
    return () -> now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  WrittenSite with(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  WrittenSite withBytes(String name, int bytes) throws IOException {
    return with(name, "x".repeat(bytes));
  }

  static CanonicalPath path(String spelling) {
    return (CanonicalPath) CanonicalPath.read(spelling);
  }

  AssetFacts facts(String spelling) {
    Located located = catalog.look(path(spelling), null).toCompletableFuture().join();
    return ((Located.Found) located).facts();
  }

  Function<CanonicalPath, CompletionStage<Optional<AssetFacts>>> looks() {
    return new SiteLooks(catalog, Duration.ofMillis(500), clock());
  }

  MarkupReadings readings() {
    return new MarkupReadings(store, Runnable::run, 1 << 20);
  }

  MarkupAssets.Found markup(String spelling) {
    return new MarkupAssets(readings(), looks())
        .of(path(spelling), facts(spelling))
        .toCompletableFuture()
        .join();
  }

  /** The assets of a page with {@code html}, which is put at {@code /}. */
  List<PageAsset> assetsOf(String html) throws IOException {
    with("index.html", html);
    return markup("/").assets().assets();
  }

  List<String> targetsOf(String html) throws IOException {
    return assetsOf(html).stream().map(PageAsset::target).toList();
  }
}
