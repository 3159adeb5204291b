package dev.margay.server.visitor;

import dev.margay.rcache.flight.RedisClients;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/**
 * Sessions that several workers know: a set in Redis for each, with the keys of what was sent. A
 * worker reads a session with the first page of each connection, and waits 20 ms at most; what it
 * sends itself it writes behind. While Redis is away, each worker knows what it sent itself.
 */
public final class RedisSessions implements SessionStore {
  private static final Logger log = LoggerFactory.getLogger(RedisSessions.class);
  private static final String PREFIX = "margay:session:";
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final long READ_PATIENCE_MILLIS = 20;
  private static final int READERS = 2;
  private static final int WAITING_READS = 256;
  private static final int BACKLOG = 20_000;
  private static final int AT_ONCE = 1000;
  private static final long LONGEST_PAUSE_MILLIS = 8000;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long CLOSING_MILLIS = 1000;

  /** A key to be written; none to say only that the session is in use. */
  private record Note(SessionId id, Optional<AssetKey> key) {}

  private final URI redis;
  private final MemorySessions local = new MemorySessions();

  /** The readings under way: whoever asks meanwhile waits for the same one. */
  private final Map<SessionId, CompletableFuture<VisitorSession>> readings =
      new ConcurrentHashMap<>();

  private final BlockingQueue<Note> notes = new ArrayBlockingQueue<>(BACKLOG);
  private final ThreadPoolExecutor readers =
      new ThreadPoolExecutor(
          READERS,
          READERS,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_READS),
          task -> daemon(task, "margay-sessions-read"));
  private final Thread writer = daemon(this::write, "margay-sessions");
  private volatile boolean closed;

  /** Present while Redis answers; the writer's alone to set. */
  private volatile Optional<UnifiedJedis> client = Optional.empty();

  /** Whether a line was logged and Redis has not answered since; the writer's. */
  private boolean away;

  /**
   * Sessions in this Redis, which is looked for in the background.
   *
   * @throws IllegalArgumentException if {@code redis} names no Redis
   */
  public RedisSessions(URI redis) {
    RedisClients.check(redis);
    this.redis = redis;
    readers.allowCoreThreadTimeOut(true);
    writer.start();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public VisitorSession local(SessionId id) {
    return local.local(id);
  }

  @Override
  public CompletableFuture<VisitorSession> open(SessionId id) {
    VisitorSession session = local.local(id);
    used(session);
    if (client.isEmpty()) {
      return CompletableFuture.completedFuture(session);
    }
    CompletableFuture<VisitorSession> reading = new CompletableFuture<>();
    CompletableFuture<VisitorSession> earlier = readings.putIfAbsent(id, reading);
    if (earlier != null) {
      return bounded(earlier, session);
    }
    try {
      readers.execute(() -> readNow(session, reading));
    } catch (RejectedExecutionException e) {
      log.debug("Too many sessions are being read; this one is not", e);
      given(session, reading);
    }
    return bounded(reading, session);
  }

  /** Whoever waited goes on in a thread that nobody else waits for. */
  private static CompletableFuture<VisitorSession> bounded(
      CompletableFuture<VisitorSession> reading, VisitorSession session) {
    return reading.isDone()
        ? reading
        : reading
            .copy()
            .completeOnTimeout(session, READ_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
            .thenApplyAsync(read -> read);
  }

  private void readNow(VisitorSession session, CompletableFuture<VisitorSession> reading) {
    try {
      Optional<UnifiedJedis> asked = client;
      if (asked.isPresent()) {
        Set<String> members = asked.get().smembers(PREFIX + session.id().text());
        members.forEach(member -> key(member).ifPresent(session::add));
      }
    } catch (RuntimeException e) {
      log.debug("A session cannot be read from Redis", e);
    }
    given(session, reading);
  }

  private void given(VisitorSession session, CompletableFuture<VisitorSession> reading) {
    readings.remove(session.id(), reading);
    reading.complete(session);
  }

  private static Optional<AssetKey> key(String member) {
    try {
      return Optional.of(new AssetKey(Long.parseUnsignedLong(member, 16)));
    } catch (NumberFormatException e) {
      return Optional.empty(); // somebody else's writing
    }
  }

  @Override
  public void used(VisitorSession session) {
    local.used(session);
    tell(new Note(session.id(), Optional.empty()));
  }

  @Override
  public void sent(VisitorSession session, AssetKey key) {
    if (!session.has(key)) {
      local.sent(session, key);
      tell(new Note(session.id(), Optional.of(key)));
    }
  }

  private void tell(Note note) {
    if (!notes.offer(note)) {
      log.debug("Too much waits for Redis: another worker may send an asset again");
    }
  }

  private void write() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!closed) {
      try {
        if (client.isEmpty()) {
          connect();
        }
        writeSome(notes.poll(FIRST_PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        pause = FIRST_PAUSE_MILLIS;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (RuntimeException e) {
        unanswered(e);
        pause = rest(pause);
      }
    }
    writeTheLast();
  }

  private void connect() {
    UnifiedJedis connected = RedisClients.connect(redis, READERS + 1, PATIENCE);
    try {
      connected.exists(PREFIX);
    } catch (RuntimeException e) {
      closeQuietly(connected);
      throw e;
    }
    client = Optional.of(connected);
    if (away) {
      away = false;
      log.info("Redis is back: sessions are shared through it again");
    }
  }

  /** Notes of one session go together. */
  private void writeSome(Note first) {
    if (first == null || client.isEmpty()) {
      return;
    }
    List<Note> some = new ArrayList<>(List.of(first));
    notes.drainTo(some, AT_ONCE);
    Map<SessionId, List<String>> bySession = new LinkedHashMap<>();
    for (Note note : some) {
      List<String> keys = bySession.computeIfAbsent(note.id(), any -> new ArrayList<>());
      note.key().ifPresent(key -> keys.add(Long.toHexString(key.bits())));
    }
    UnifiedJedis redisNow = client.get();
    bySession.forEach(
        (id, keys) -> {
          String name = PREFIX + id.text();
          if (!keys.isEmpty()) {
            redisNow.sadd(name, keys.toArray(String[]::new));
          }
          redisNow.expire(name, LIFE.toSeconds());
        });
  }

  private void unanswered(RuntimeException failure) {
    client.ifPresent(RedisSessions::closeQuietly);
    client = Optional.empty();
    log.debug("No answer from Redis", failure);
    if (!away) {
      away = true;
      // Not a warning: the locks' link to the same Redis gives the one warning of an outage.
      log.info(
          "Sessions are not shared through Redis until it answers again: {}", message(failure));
    }
  }

  private static String message(RuntimeException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private long rest(long pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
    return Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
  }

  private void writeTheLast() {
    try {
      writeSome(notes.poll());
    } catch (RuntimeException e) {
      log.debug("The last notes are lost", e);
    }
    client.ifPresent(RedisSessions::closeQuietly);
  }

  private static void closeQuietly(UnifiedJedis client) {
    try {
      client.close();
    } catch (RuntimeException e) {
      log.debug("A client of Redis was not closed cleanly", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      writer.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
    readers.shutdownNow();
  }
}
