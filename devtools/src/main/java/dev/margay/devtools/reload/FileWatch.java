package dev.margay.devtools.reload;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the folders of sites, and tells of changed files in bursts, when nobody writes to them
 * any more. The system tells which folder something happened in; where it has no more watches, or
 * only pretends to have them (macOS), the files are looked at again and again. All of it happens on
 * one thread.
 */
public final class FileWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };

  private static final Duration SLOWEST_LOOK = Duration.ofSeconds(2);
  private static final Duration FASTEST_LOOK = Duration.ofMillis(100);

  /** A look is repeated after this many times the time that it took. */
  private static final int LOOK_SHARE = 10;

  private static final Duration STILL_WRITTEN = Duration.ofMillis(15);

  /** A root may be a link that is pointed elsewhere. */
  private static final Duration ROOTS = Duration.ofSeconds(1);

  private final List<WatchedSite> sites;
  private final Consumer<ChangedFiles> told;
  private final Optional<WatchService> watches;
  private final Thread thread = new Thread(this::run, "margay-watch");

  // Owned by the thread.
  private final Map<WatchKey, WatchedFolder> folders = new HashMap<>();
  private final Map<WatchedSite, Path> roots = new HashMap<>();
  private final Set<WatchedFolder> lookedAt = new HashSet<>();
  private final Look look = new Look();
  private Burst burst = new Burst();
  private long nextLook;
  private long nextRoots;

  /** How changes are noticed. */
  enum Means {
    /** The system tells, as long as it can. */
    TOLD,
    /** Only by looking. */
    LOOKING
  }

  /**
   * A watch over {@code sites}, from {@link #start} on.
   *
   * @param told is given changed files, a burst at a time, on the watch's thread
   */
  public FileWatch(List<WatchedSite> sites, Consumer<ChangedFiles> told) {
    this(sites, told, Means.TOLD);
  }

  FileWatch(List<WatchedSite> sites, Consumer<ChangedFiles> told, Means means) {
    this.sites = List.copyOf(sites);
    this.told = told;
    this.watches = means == Means.TOLD ? open() : Optional.empty();
    thread.setDaemon(true);
  }

  private static Optional<WatchService> open() {
    try {
      WatchService service = FileSystems.getDefault().newWatchService();
      if (!service.getClass().getSimpleName().startsWith("Polling")) {
        return Optional.of(service);
      }
      service.close(); // the JDK's own looking, which is slower than this one
    } catch (IOException e) {
      log.debug("The system has no watches", e);
    }
    return Optional.empty();
  }

  /** Begins to watch; what changes after this returns may still be missed for a moment. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        watchRoots(System.nanoTime());
        lookAgain(System.nanoTime());
        await(waitNanos(System.nanoTime()));
        tellWhenOver(System.nanoTime());
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      log.debug("The watch ends", e);
    }
  }

  private void await(long nanos) throws InterruptedException {
    if (watches.isEmpty()) {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return;
    }
    WatchKey key = watches.get().poll(nanos, TimeUnit.NANOSECONDS);
    if (key != null) {
      take(key);
    }
  }

  private long waitNanos(long now) {
    long wait = nextRoots - now;
    if (!burst.isEmpty()) {
      wait = Math.min(wait, burst.left(now));
    }
    if (!lookedAt.isEmpty()) {
      wait = Math.min(wait, nextLook - now);
    }
    return Math.max(0, wait);
  }

  /** Watches each site's folder, and once more where it has become another. */
  private void watchRoots(long now) {
    if (now - nextRoots < 0 && !roots.isEmpty()) {
      return;
    }
    nextRoots = now + ROOTS.toNanos();
    for (WatchedSite site : sites) {
      try {
        Path root = site.root();
        if (!root.equals(roots.put(site, root))) {
          enter(new WatchedFolder(site, root, root));
        }
      } catch (IOException e) {
        roots.remove(site); // it is away; it may come back
      }
    }
  }

  /** Watches a folder and all below it. */
  private void enter(WatchedFolder top) throws IOException {
    int before = lookedAt.size();
    top.walk(
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return watch(new WatchedFolder(top.site(), top.root(), folder));
          }
        });
    if (lookedAt.size() > before) {
      look.again(lookedAt); // what is there already is no change
    }
  }

  private FileVisitResult watch(WatchedFolder folder) {
    if (watches.isEmpty()) {
      lookedAt.add(folder);
      return FileVisitResult.SKIP_SUBTREE;
    }
    try {
      folders.put(folder.folder().register(watches.get(), KINDS), folder);
      return FileVisitResult.CONTINUE;
    } catch (IOException e) {
      if (Files.isDirectory(folder.folder())) {
        warnOnce(folder.folder());
        lookedAt.add(folder);
      }
      return FileVisitResult.SKIP_SUBTREE;
    }
  }

  private void warnOnce(Path folder) {
    if (lookedAt.isEmpty()) {
      log.warn(
          "The system has no more watches: {} and others are looked at instead, which sees changes"
              + " later; raise fs.inotify.max_user_watches",
          folder);
    }
  }

  private void lookAgain(long now) {
    if (lookedAt.isEmpty() || now - nextLook < 0) {
      return;
    }
    try {
      look.again(lookedAt).forEach(file -> burst.add(file, now));
    } catch (IOException e) {
      log.debug("A look was not completed", e);
    }
    long took = System.nanoTime() - now;
    long pause = Math.max(FASTEST_LOOK.toNanos(), took * LOOK_SHARE);
    nextLook = System.nanoTime() + Math.min(SLOWEST_LOOK.toNanos(), pause);
  }

  private void take(WatchKey key) {
    WatchedFolder folder = folders.get(key);
    List<WatchEvent<?>> events = key.pollEvents();
    if (!key.reset()) {
      folders.remove(key); // the folder is gone
    }
    if (folder == null) {
      return;
    }
    for (WatchEvent<?> event : events) {
      if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
        enterAndAdd(folder); // more happened than the system remembers: all of it may have changed
      } else {
        happened(folder, folder.folder().resolve((Path) event.context()), event.kind());
      }
    }
  }

  private void happened(WatchedFolder folder, Path path, WatchEvent.Kind<?> kind) {
    if (!folder.shows(path)) {
      return;
    }
    boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (!isFolder) {
      burst.add(path, System.nanoTime());
    } else if (kind == StandardWatchEventKinds.ENTRY_CREATE) {
      enterAndAdd(new WatchedFolder(folder.site(), folder.root(), path));
    }
  }

  /** Watches first, then lists: what is written between the two is listed or told, or both. */
  private void enterAndAdd(WatchedFolder folder) {
    try {
      enter(folder);
      folder.walk(
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              burst.add(file, System.nanoTime());
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      log.debug("{} cannot be listed", folder.folder(), e);
    }
  }

  private void tellWhenOver(long now) {
    if (burst.isEmpty() || burst.left(now) > 0) {
      return;
    }
    if (!burst.isCut(now) && OpenFiles.anyWritten(burst.files())) {
      burst.postpone(now, STILL_WRITTEN);
      return;
    }
    Burst over = burst;
    burst = new Burst();
    told.accept(new ChangedFiles(over.files(), Instant.now().minusNanos(now - over.last())));
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
      if (watches.isPresent()) {
        watches.get().close();
      }
    } catch (IOException e) {
      log.debug("The watches were not closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
