package dev.margay.server.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.margay.server.learning.SightingsBook.Beginning;
import dev.margay.server.learning.SightingsFolder.Writing;
import dev.margay.server.learning.SightingsFormat.PageVisits;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What visitors' browsers asked for after a page (behaviour, section 6, source 2). A request leaves
 * a note and goes on; one thread reads the notes, keeps the book, writes it to disk once a minute
 * and at the end, and shares it through Redis where that is configured. Notes that it cannot keep
 * up with are dropped and counted. What the planner reads is immutable, and never waited for.
 */
public final class Sightings implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sightings.class);
  private static final int LONGEST_BACKLOG = 8192;
  private static final int HELD_BACK_ONE_IN = 20;
  private static final int PAGES_COUNTED = 10_000;
  private static final long LARGEST = 16L << 20;
  private static final long REST_NANOS = Duration.ofMillis(100).toNanos();
  private static final Duration SAVED_EVERY = Duration.ofMinutes(1);
  private static final long CLOSING_MILLIS = 5000;

  /** What is told to the one thread. */
  private sealed interface Note {
    record Opened(Navigation navigation) implements Note {}

    record Asked(AssetRequest request) implements Note {}

    record Met(String domain) implements Note {}

    record Heard(PageVisits visits) implements Note {}

    record Salted(AddressHash hash) implements Note {}
  }

  /** Whether this visit is to be sent something ahead. */
  public enum Turn {
    /** What the plan says. */
    SEND,
    /** Nothing: one visit in twenty shows what browsers ask for by themselves. */
    HOLD_BACK
  }

  private final InstantSource clock;
  private final SightingsFolder folder;
  private final SightingsBook book;
  private final Optional<SightingsStream> stream;
  private final Thread thread;
  private final Cache<PageVersion, AtomicInteger> turns =
      Caffeine.newBuilder().maximumSize(PAGES_COUNTED).build();
  private final Set<String> met = ConcurrentHashMap.newKeySet();

  private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger backlog = new AtomicInteger();

  /** Visits that were told of and are not over yet. */
  private final AtomicInteger open = new AtomicInteger();

  private final LongAdder dropped = new LongAdder();
  private final LongAdder counted = new LongAdder();
  private volatile boolean closed;

  /** The one thread's: domains of which there is something new to write. */
  private final Set<String> changed = new HashSet<>();

  /** The one thread's. */
  private Instant saved;

  /** The one thread's. */
  private boolean warned;

  /**
   * Begins to take notes.
   *
   * @param folder where sightings outlive the process; made when something is first written
   * @param redis where processes share them, if they do
   * @throws IllegalArgumentException if {@code redis} names no Redis
   */
  public Sightings(Path folder, Optional<URI> redis, InstantSource clock) {
    this.clock = clock;
    this.folder = new SightingsFolder(folder);
    AddressHash salt = this.folder.salt();
    this.book = new SightingsBook(salt, new SecureRandom()::nextLong, LARGEST);
    this.saved = clock.instant();
    this.stream =
        redis.map(
            uri ->
                new SightingsStream(
                    uri,
                    salt,
                    shared -> leave(new Note.Salted(shared)),
                    heard -> leave(new Note.Heard(heard))));
    thread = new Thread(this::keepTheBook, "margay-sightings");
    thread.setDaemon(true);
    thread.start();
    stream.ifPresent(SightingsStream::start);
  }

  /**
   * Whether the visit that now begins is to be sent something ahead: every twentieth of each page's
   * is not. To be asked once for each navigation, before anything is planned.
   */
  public Turn turn(PageVersion page) {
    int visit = turns.get(page, unknown -> new AtomicInteger()).incrementAndGet();
    return Math.floorMod(visit, HELD_BACK_ONE_IN) == 0 ? Turn.HOLD_BACK : Turn.SEND;
  }

  /** What visitors say belongs to {@code page}; empty until 20 visits to it were counted. */
  public Optional<PageAssets> assets(PageVersion page) {
    meet(page.domain());
    return book.of(page).assets();
  }

  /**
   * Notes that a visit begins: a GET for a page, answered with 200 or 304. It lasts for 10 s. To be
   * told before the answer's end, so that it comes before what the page causes.
   */
  public void opened(Navigation navigation) {
    meet(navigation.page().domain());
    open.incrementAndGet();
    if (!leave(new Note.Opened(navigation))) {
      open.decrementAndGet();
    }
  }

  /** Whether a visit lasts, so that {@link #asked} is worth its while. */
  public boolean listening() {
    return open.get() > 0;
  }

  /** Notes a request and its answer, if it might belong to a visit. */
  public void asked(AssetRequest request) {
    if (listening() && request.tells()) {
      leave(new Note.Asked(request));
    }
  }

  /** Notes that were dropped, because more came than could be read. */
  public long dropped() {
    return dropped.sum();
  }

  /** Notes that wait to be read. */
  int backlog() {
    return backlog.get();
  }

  /** Visits that this process counted. */
  public long counted() {
    return counted.sum();
  }

  private void meet(String domain) {
    if (!met.contains(domain) && met.add(domain)) {
      leave(new Note.Met(domain));
    }
  }

  private boolean leave(Note note) {
    if (closed || backlog.get() >= LONGEST_BACKLOG) {
      dropped.increment();
      return false;
    }
    backlog.incrementAndGet();
    notes.add(note);
    return true;
  }

  private void keepTheBook() {
    while (!closed) {
      try {
        readNotes();
        sumUp(clock.instant());
        saveIfDue(clock.instant());
      } catch (RuntimeException e) {
        failed(e);
      }
      LockSupport.parkNanos(this, REST_NANOS);
    }
    save(clock.instant());
  }

  /** A fault costs a note or a visit; one warning is enough. */
  private void failed(RuntimeException fault) {
    if (warned) {
      log.debug("Not learnt from", fault);
    } else {
      log.warn("What a visitor asked for could not be learnt from", fault);
      warned = true;
    }
  }

  private void readNotes() {
    for (Note note = notes.poll(); note != null; note = notes.poll()) {
      backlog.decrementAndGet();
      read(note);
    }
  }

  private void read(Note note) {
    if (note instanceof Note.Asked one) {
      book.asked(one.request());
    } else if (note instanceof Note.Opened one) {
      if (book.open(one.navigation()) != Beginning.OPENED) {
        open.decrementAndGet();
      }
    } else if (note instanceof Note.Heard one) {
      book.add(one.visits(), clock.instant());
      changed.add(one.visits().page().domain());
    } else if (note instanceof Note.Met one) {
      folder.read(one.domain()).forEach(visits -> book.add(visits, clock.instant()));
    } else if (note instanceof Note.Salted one) {
      book.share(one.hash());
    }
  }

  private void sumUp(Instant now) {
    int before = book.open();
    List<PageVisits> over;
    try {
      over = book.close(now);
    } finally {
      open.addAndGet(book.open() - before);
    }
    counted.add(over.size());
    over.forEach(visits -> changed.add(visits.page().domain()));
    stream.ifPresent(shared -> over.forEach(shared::tell));
  }

  private void saveIfDue(Instant now) {
    if (!saved.plus(SAVED_EVERY).isAfter(now)) {
      save(now);
    }
  }

  /** What other processes wrote meanwhile is read as well. */
  private void save(Instant now) {
    saved = now;
    met.stream()
        .filter(domain -> !changed.contains(domain))
        .forEach(domain -> folder.news(domain).forEach(visits -> book.add(visits, now)));
    changed.removeIf(domain -> write(domain, now) == Writing.WRITTEN);
  }

  private Writing write(String domain, Instant now) {
    return folder.update(
        domain,
        there -> {
          there.forEach(visits -> book.add(visits, now));
          return book.of(domain, now);
        });
  }

  /** Writes what was learnt, and takes no more notes. Visits that last are given up. */
  @Override
  public void close() {
    closed = true;
    stream.ifPresent(SightingsStream::close);
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
