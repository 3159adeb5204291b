package dev.margay.server.catalog;

import dev.margay.rcache.key.BlockTableKey;
import dev.margay.rcache.key.RepresentationKey;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentStore;
import dev.margay.server.http.CanonicalPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a path leads to, and reads it when it is not the version that is known already. It
 * holds no list of files: a path is looked up when it is asked for. Nothing here blocks the caller;
 * looks run on {@code disk}, the hashing of large files on {@code hashing}.
 */
public final class AssetCatalog {
  private static final Logger log = LoggerFactory.getLogger(AssetCatalog.class);
  private static final String HTML = ".html";
  private static final String INDEX = "index.html";
  private static final String NOT_FOUND_PAGE = "404.html";

  private final SiteRoot root;
  private final ContentStore store;
  private final SourceReading reading;
  private final Executor disk;

  public AssetCatalog(
      SiteRoot root,
      HashIndex index,
      ContentStore store,
      Executor disk,
      Executor hashing,
      InstantSource clock) {
    this.root = root;
    this.store = store;
    this.disk = disk;
    this.reading = new SourceReading(index, store, hashing, clock);
  }

  /**
   * Looks at what {@code path} leads to now: a file of that name, a page of that name and {@code
   * .html}, a folder's index.
   *
   * @param known what an earlier look found, or null; it is given back if it is still true
   */
  public CompletionStage<Located> look(CanonicalPath path, AssetFacts known) {
    return CompletableFuture.supplyAsync(() -> lookNow(path, known), disk)
        .thenCompose(stage -> stage);
  }

  /**
   * Looks for the {@code 404.html} nearest to {@code path}: in its folder, or the closest above.
   */
  public CompletionStage<Optional<CanonicalPath>> nearestNotFoundPage(CanonicalPath path) {
    return CompletableFuture.supplyAsync(
        () -> {
          Optional<CanonicalPath> folder = path.directory() ? Optional.of(path) : path.parent();
          while (folder.isPresent()) {
            CanonicalPath page = folder.get().child(NOT_FOUND_PAGE);
            if (root.findFile(page).isPresent()) {
              return Optional.of(page);
            }
            folder = folder.get().parent();
          }
          return Optional.empty();
        },
        disk);
  }

  private CompletionStage<Located> lookNow(CanonicalPath path, AssetFacts known) {
    Optional<Path> file = file(path);
    if (file.isEmpty()) {
      boolean folder = !path.directory() && root.find(path).filter(Files::isDirectory).isPresent();
      return CompletableFuture.completedStage(
          folder ? new Located.Folder() : new Located.Missing());
    }
    try {
      if (known != null
          && known.settled()
          && known.file().equals(file.get())
          && FileStamp.of(file.get()).equals(known.stamp())) {
        return CompletableFuture.completedStage(new Located.Found(known));
      }
      return reading.read(file.get());
    } catch (IOException e) {
      return CompletableFuture.completedStage(new Located.Missing()); // it vanished meanwhile
    }
  }

  private Optional<Path> file(CanonicalPath path) {
    if (path.directory()) {
      return root.findFile(path.child(INDEX));
    }
    Optional<Path> exact = root.findFile(path);
    if (exact.isPresent()) {
      return exact;
    }
    int last = path.segments().size() - 1;
    return path.parent()
        .flatMap(folder -> root.findFile(folder.child(path.segments().get(last) + HTML)));
  }

  /** Marks the files in the store that an asset in memory stands for as used. */
  public void used(AssetFacts facts, List<RepresentationKey> made) {
    try {
      disk.execute(() -> usedNow(facts, made));
    } catch (RejectedExecutionException e) {
      log.debug("Stopping: recency does not matter any more", e);
    }
  }

  private void usedNow(AssetFacts facts, List<RepresentationKey> made) {
    made.forEach(store::used);
    if (facts.plain() instanceof Body.OnDisk) {
      store.used(RepresentationKey.snapshot(facts.content()));
      store.used(new BlockTableKey(facts.content()));
    }
  }

  /**
   * Gives up the copy that was kept for {@code earlier}, unless {@code later} is served from it.
   */
  public void replaced(AssetFacts earlier, AssetFacts later) {
    if (earlier.plain() instanceof Body.OnDisk copy
        && !copy.file().equals(earlier.file())
        && !(later.plain() instanceof Body.OnDisk now && now.file().equals(copy.file()))) {
      disk.execute(() -> store.discard(RepresentationKey.snapshot(earlier.content())));
    }
  }
}
