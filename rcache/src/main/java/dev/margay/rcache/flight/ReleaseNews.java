package dev.margay.rcache.flight;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The one connection of a process that hears which flights were released, for all who wait. News
 * may be missed (a connection breaks, Redis restarts), so whoever waits polls as well.
 */
final class ReleaseNews implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReleaseNews.class);
  private static final long RETRY_MILLIS = 100;

  /** After this long without news or a pong the connection is dead. */
  static final Duration SILENCE = Duration.ofSeconds(9);

  /** How often {@link #ping} is to be called, so that silence means something. */
  static final Duration PING = Duration.ofSeconds(3);

  /** What is done with the news, on the listening thread. */
  interface Reader {
    void released(String flight);

    /**
     * A spell of listening begins: what happened before it was not heard, and all that happens
     * until it ends will be.
     *
     * @param spell its number
     */
    void listening(int spell);

    /** The spell is over. */
    void deaf();
  }

  private final RedisLink link;
  private final Reader reader;
  private final Thread thread = new Thread(this::listen, "margay-redis-news");
  private final AtomicInteger spells = new AtomicInteger();
  private volatile Optional<Spell> spell = Optional.empty();
  private volatile boolean closed;

  ReleaseNews(RedisLink link, Reader reader) {
    this.link = link;
    this.reader = reader;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private final class Spell extends JedisPubSub {
    private final int number = spells.incrementAndGet();

    @Override
    public void onSubscribe(String channel, int channels) {
      spell = Optional.of(this);
      reader.listening(number);
    }

    @Override
    public void onMessage(String channel, String flight) {
      reader.released(flight);
    }
  }

  private void listen() {
    while (!closed) {
      try {
        link.leases().ifPresent(this::hear);
        Thread.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.debug("News of released flights are missed", e);
      }
    }
  }

  private void hear(RedisLeases leases) {
    try {
      leases.client().subscribe(new Spell(), leases.channel());
    } catch (JedisException e) {
      log.debug("News of released flights are missed; whoever waits polls", e);
    } finally {
      spell = Optional.empty();
      reader.deaf();
    }
  }

  /** Asks for a sign of life, which {@link #SILENCE} waits for. */
  void ping() {
    try {
      spell.ifPresent(Spell::ping);
    } catch (JedisException e) {
      log.debug("The listening connection is broken", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      spell.ifPresent(Spell::unsubscribe);
    } catch (JedisException e) {
      log.debug("The listening connection was broken", e);
    }
    thread.interrupt();
  }
}
