package dev.margay.rcache.flight;

import dev.margay.rcache.flight.RedisLeases.Release;
import dev.margay.rcache.flight.RedisLeases.Renewal;
import dev.margay.rcache.flight.RedisLeases.Taking;
import dev.margay.rcache.flight.RedisLink.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flights by leases in Redis, for processes that share more than a kernel. To lead:
 *
 * <ol>
 *   <li>take the flight's lease, which ends by itself unless it is renewed;
 *   <li>take the file lock as well, so that a process which alone lost Redis does not lead twice;
 *   <li>renew the lease at a third of its time to live, until the job is done.
 * </ol>
 *
 * A leader that dies is succeeded within the time to live. While Redis is away, slow or at odds,
 * file locks are all there is; nothing here waits for it longer than a quarter of a second, once.
 */
public final class RedisFlightLock implements FlightLock {
  private static final Logger log = LoggerFactory.getLogger(RedisFlightLock.class);

  private final FileFlightLock files;
  private final LeaseTiming timing;
  private final RedisLink link;
  private final ReleaseNews news;
  private final RedisWaits waits;
  private final Set<RedisLeader> leaders = ConcurrentHashMap.newKeySet();
  private final LongAdder leasesLost = new LongAdder();
  private volatile boolean closed;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "margay-redis-clock");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Flights of {@code scope}. Connects in the background; until then files are all there is.
   *
   * @param redis {@code redis://}, {@code rediss://}, {@code redis-sentinel://} or {@code
   *     redis-cluster://}
   * @param scope what no two scratch directories have in common
   * @param files is closed with this
   * @throws IllegalArgumentException if {@code redis} names no Redis
   */
  public RedisFlightLock(URI redis, String scope, FileFlightLock files) {
    this(redis, scope, files, LeaseTiming.USUAL);
  }

  RedisFlightLock(URI redis, String scope, FileFlightLock files, LeaseTiming timing) {
    this.files = files;
    this.timing = timing;
    link = new RedisLink(RedisAddress.of(redis), scope, timing, clock);
    waits = new RedisWaits(link, files, clock);
    news = new ReleaseNews(link, waits);
    news.start();
    long ping = ReleaseNews.PING.toMillis();
    clock.scheduleWithFixedDelay(news::ping, ping, ping, TimeUnit.MILLISECONDS);
  }

  @Override
  public Turn enter(String flight) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    String token = UUID.randomUUID().toString();
    Answer<Taking> answer = link.ask(leases -> leases.take(flight, token));
    if (answer instanceof Answer.Given<Taking> given) {
      return given.value() == Taking.TAKEN ? lead(flight, token) : new RedisFollower(flight);
    }
    if (answer instanceof Answer.Unanswered<Taking>) {
      link.owe(flight, token); // it may have been taken all the same
    }
    return files.enter(flight);
  }

  private Turn lead(String flight, String token) {
    Optional<Leader> file;
    try {
      Turn turn = files.enter(flight);
      if (turn instanceof Follower) {
        release(flight, token);
        return turn; // of one who leads without Redis
      }
      file = Optional.of((Leader) turn);
    } catch (IOException e) {
      log.debug("No file lock for {}: the lease in Redis has to do", flight, e);
      file = Optional.empty();
    }
    RedisLeader leader = new RedisLeader(flight, token, file);
    leaders.add(leader);
    leader.keepRenewing();
    if (closed) {
      leader.close();
    }
    return leader;
  }

  private void release(String flight, String token) {
    if (!(link.ask(leases -> leases.release(flight, token)) instanceof Answer.Given<Release>)) {
      link.owe(flight, token);
    }
  }

  /** Whether Redis is used now. */
  public boolean up() {
    return link.state() == RedisLink.State.UP;
  }

  /** How often Redis went away so far. */
  public long outages() {
    return link.outages();
  }

  /** How often a leader found that another had taken its lease; its file lock was still its own. */
  public long leasesLost() {
    return leasesLost.sum();
  }

  @Override
  public void close() {
    closed = true;
    leaders.forEach(RedisLeader::close);
    news.close();
    link.close();
    clock.shutdownNow();
    waits.close();
    files.close();
  }

  private final class RedisLeader implements Leader {
    private final String flight;
    private final String token;
    private final Optional<Leader> file;
    private final AtomicBoolean leads = new AtomicBoolean(true);
    private volatile Optional<ScheduledFuture<?>> renewal = Optional.empty();

    RedisLeader(String flight, String token, Optional<Leader> file) {
      this.flight = flight;
      this.token = token;
      this.file = file;
    }

    void keepRenewing() {
      long period = timing.renewal().toNanos();
      try {
        renewal =
            Optional.of(
                clock.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.NANOSECONDS));
      } catch (RejectedExecutionException e) {
        log.debug("Closed meanwhile", e);
      }
    }

    private void renew() {
      if (!leads.get()) {
        return;
      }
      if (link.ask(leases -> leases.renew(flight, token)) instanceof Answer.Given<Renewal> given
          && given.value() == Renewal.LOST) {
        leasesLost.increment();
      }
      if (!leads.get()) {
        release(flight, token); // the renewal may have taken the lease anew after its release
      }
    }

    /** The file first: whoever is told of the release finds both free. */
    @Override
    public void close() {
      if (leads.compareAndSet(true, false)) {
        renewal.ifPresent(task -> task.cancel(false));
        leaders.remove(this);
        file.ifPresent(Leader::close);
        release(flight, token);
      }
    }
  }

  private final class RedisFollower implements Follower {
    private final String flight;

    RedisFollower(String flight) {
      this.flight = flight;
    }

    @Override
    public CompletionStage<Ending> ended(Duration deadline) {
      return waits.begin(flight, deadline);
    }
  }
}
