package dev.margay.server;

import dev.margay.rcache.Outcome;
import dev.margay.rcache.RepresentationCache;
import dev.margay.rcache.coding.EncodingPolicy;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.Tier;
import dev.margay.rcache.store.BlockTable;
import dev.margay.rcache.store.Body;
import dev.margay.rcache.store.ContentStore;
import dev.margay.rcache.store.SourceFile;
import dev.margay.server.config.ScratchSettings;
import dev.margay.server.http.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;

/**
 * Makes the best tier of every asset in every coding. Files are read one at a time as encoders
 * become free, so memory does not grow with the site.
 */
public final class Warming {
  private final RepresentationCache cache;
  private final ScratchSettings scratch;
  private final Site site;
  private final int jobs = 2 * Runtime.getRuntime().availableProcessors();
  private final Semaphore free = new Semaphore(jobs);

  /** Guarded by this. */
  private final Map<ContentCoding, Saving> savings = new EnumMap<>(ContentCoding.class);

  /** Guarded by this. */
  private long ready;

  /** Guarded by this. */
  private long notSmaller;

  /** Guarded by this. */
  private long failed;

  /** Bytes before and after coding, summed over the assets that a coding makes smaller. */
  public record Saving(long plain, long coded) {
    Saving plus(long morePlain, long moreCoded) {
      return new Saving(plain + morePlain, coded + moreCoded);
    }
  }

  /** What came of it. */
  public record Result(
      long files,
      long fileBytes,
      long ready,
      long made,
      long notSmaller,
      long failed,
      Map<ContentCoding, Saving> savings) {
    /** Takes a copy of the map. */
    public Result {
      savings = Map.copyOf(savings);
    }
  }

  public Warming(RepresentationCache cache, ScratchSettings scratch, Site site) {
    this.cache = cache;
    this.scratch = scratch;
    this.site = site;
  }

  /**
   * Runs to the end.
   *
   * @param expected is told how many representations there are to be
   * @param step is run after each
   */
  public Result run(LongConsumer expected, Runnable step) throws IOException {
    List<Path> files = files();
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    List<Path> wanted = files.stream().filter(Warming::isWorthwhile).toList();
    expected.accept((long) wanted.size() * cache.encoders().codings().size());
    for (Path file : wanted) {
      warm(file, step);
    }
    free.acquireUninterruptibly(jobs);
    return result(files.size(), bytes);
  }

  private synchronized Result result(long files, long bytes) {
    return new Result(files, bytes, ready, made(), notSmaller, failed, savings);
  }

  private long made() {
    return cache.encoders().codings().stream()
        .mapToLong(coding -> cache.statistics().made(coding, Tier.BEST))
        .sum();
  }

  private List<Path> files() throws IOException {
    return new SiteFiles(site, scratch.scratchDir())
        .list().stream().map(SiteFiles.Listed::file).toList();
  }

  private static boolean isWorthwhile(Path file) {
    boolean compressible = MediaTypes.of(file.getFileName().toString()).compressible();
    return EncodingPolicy.worthwhile(compressible, file.toFile().length(), Tier.BEST);
  }

  private void warm(Path file, Runnable step) {
    free.acquireUninterruptibly();
    Body body;
    ContentHash content;
    try {
      byte[] bytes = SourceFile.readUpTo(file, (int) ContentStore.IN_MEMORY);
      if (bytes.length <= ContentStore.IN_MEMORY) {
        body = new Body.InMemory(bytes);
        content = ContentHash.of(bytes);
      } else {
        BlockTable.Hashed hashed = SourceFile.hash(file);
        body = new Body.OnDisk(file, hashed.blocks());
        content = hashed.content();
      }
    } catch (IOException e) {
      fail(step);
      return;
    } finally {
      free.release();
    }
    for (ContentCoding coding : cache.encoders().codings()) {
      free.acquireUninterruptibly();
      cache
          .obtain(cache.encoders().key(content, coding, Tier.BEST), body)
          .whenComplete(
              (outcome, failure) -> {
                note(coding, body.length(), outcome);
                step.run();
                free.release();
              });
    }
  }

  private synchronized void fail(Runnable step) {
    for (int i = 0; i < cache.encoders().codings().size(); i++) {
      failed++;
      step.run();
    }
  }

  private synchronized void note(ContentCoding coding, long plain, Outcome outcome) {
    if (outcome instanceof Outcome.Ready found) {
      ready++;
      long coded = found.representation().body().length();
      savings.merge(
          coding, new Saving(plain, coded), (sum, one) -> sum.plus(one.plain(), one.coded()));
    } else if (outcome instanceof Outcome.NotSmaller) {
      notSmaller++;
    } else {
      failed++;
    }
  }
}
