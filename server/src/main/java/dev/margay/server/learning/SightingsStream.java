package dev.margay.server.learning;

import dev.margay.rcache.flight.RedisClients;
import dev.margay.server.learning.SightingsFormat.PageVisits;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Visits shared through Redis: one stream of bounded length, to which every process adds the visits
 * that it counted and from which it reads, once a second, those of the others and its own; a visit
 * heard of twice is one. The salt of the addresses is shared as well. All of it happens on a thread
 * of its own: while Redis is away nothing is shared, and that is all.
 */
final class SightingsStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SightingsStream.class);
  private static final String STREAM = "margay:{sightings}:visits:1";
  private static final String SALT = "margay:{sightings}:salt";
  private static final String FIELD = "v";
  private static final long LONGEST = 5_000;
  private static final int AT_ONCE = 200;
  private static final int BACKLOG = 1000;
  private static final long EXPIRES_SECONDS = PageSightings.FORGOTTEN.toSeconds();
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final long REST_MILLIS = 1000;
  private static final long LONGEST_REST_MILLIS = 8000;
  private static final long CLOSING_MILLIS = 2000;

  private final URI redis;
  private final AddressHash own;
  private final Consumer<AddressHash> salted;
  private final Consumer<PageVisits> heard;
  private final BlockingQueue<PageVisits> toTell = new ArrayBlockingQueue<>(BACKLOG);
  private final Thread thread = new Thread(this::exchange, "margay-sightings-redis");
  private volatile boolean closed;

  /** The thread's: where it has read to. */
  private StreamEntryID last = new StreamEntryID(0, 0);

  /** Whether a warning was logged and Redis has not answered since; the thread's. */
  private boolean away;

  /**
   * A stream at rest.
   *
   * @param own the salt to propose
   * @param salted is told the salt that all share
   * @param heard is told each visit
   */
  SightingsStream(
      URI redis, AddressHash own, Consumer<AddressHash> salted, Consumer<PageVisits> heard) {
    RedisClients.check(redis);
    this.redis = redis;
    this.own = own;
    this.salted = salted;
    this.heard = heard;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Tells the others, soon; where too much is waiting already, never. */
  void tell(PageVisits visits) {
    if (!toTell.offer(visits)) {
      log.debug("A visit is not shared: too many wait for Redis");
    }
  }

  private void exchange() {
    long rest = REST_MILLIS;
    Optional<UnifiedJedis> client = Optional.empty();
    while (!closed) {
      try {
        if (client.isEmpty()) {
          client = Optional.of(RedisClients.connect(redis, 1, PATIENCE));
          agreeOnSalt(client.get());
        }
        tellAll(client.get());
        hearAll(client.get());
        rest = REST_MILLIS;
        answered();
      } catch (RuntimeException e) {
        unanswered(e);
        client.ifPresent(SightingsStream::closeQuietly);
        client = Optional.empty();
        rest = Math.min(2 * rest, LONGEST_REST_MILLIS);
      }
      pause(rest);
    }
    client.ifPresent(this::tellTheLast);
  }

  private void agreeOnSalt(UnifiedJedis client) {
    client.set(SALT, own.toString(), SetParams.setParams().nx());
    AddressHash.withSalt(String.valueOf(client.get(SALT))).ifPresent(salted);
  }

  /** A visit may be told twice if the answer is lost; that does no harm. */
  private void tellAll(UnifiedJedis client) {
    for (PageVisits next = toTell.peek(); next != null; next = toTell.peek()) {
      client.xadd(
          STREAM,
          XAddParams.xAddParams().maxLen(LONGEST).approximateTrimming(),
          Map.of(FIELD, text(next)));
      toTell.remove(next);
      if (toTell.isEmpty()) {
        client.expire(STREAM, EXPIRES_SECONDS);
      }
    }
  }

  private void hearAll(UnifiedJedis client) {
    List<StreamEntry> entries = new ArrayList<>();
    do {
      entries.clear();
      List<Map.Entry<String, List<StreamEntry>>> streams =
          client.xread(XReadParams.xReadParams().count(AT_ONCE), Map.of(STREAM, last));
      if (streams != null) {
        streams.forEach(stream -> entries.addAll(stream.getValue()));
      }
      for (StreamEntry entry : entries) {
        last = entry.getID();
        visits(entry).forEach(heard);
      }
    } while (entries.size() == AT_ONCE && !closed);
  }

  private static String text(PageVisits visits) {
    return Base64.getEncoder().encodeToString(SightingsFormat.write(List.of(visits)));
  }

  /** None where somebody else wrote into the stream, or another version did. */
  private static List<PageVisits> visits(StreamEntry entry) {
    try {
      String text = entry.getFields().getOrDefault(FIELD, "");
      return SightingsFormat.read(Base64.getDecoder().decode(text)).orElse(List.of());
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private void answered() {
    if (away) {
      log.info("Redis is back: what visitors ask for is shared through it again");
      away = false;
    }
  }

  private void unanswered(RuntimeException failure) {
    log.debug("No answer from Redis", failure);
    if (!away && !closed) {
      // Not a warning: the locks' link to the same Redis gives the one warning of an outage.
      log.info(
          "What visitors ask for is not shared through Redis until it answers again: {}",
          failure.getMessage());
      away = true;
    }
  }

  private void tellTheLast(UnifiedJedis client) {
    try {
      tellAll(client);
    } catch (RuntimeException e) {
      log.debug("The last visits are not shared", e);
    }
    closeQuietly(client);
  }

  private static void closeQuietly(UnifiedJedis client) {
    try {
      client.close();
    } catch (RuntimeException e) {
      log.debug("A client of Redis was not closed cleanly", e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      log.trace("Woken to close", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
