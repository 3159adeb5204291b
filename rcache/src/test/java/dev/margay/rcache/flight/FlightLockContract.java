package dev.margay.rcache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.margay.rcache.flight.FlightLock.Ending;
import dev.margay.rcache.flight.FlightLock.Follower;
import dev.margay.rcache.flight.FlightLock.Leader;
import dev.margay.rcache.flight.FlightLock.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every flight lock promises. */
abstract class FlightLockContract {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int THREADS = 8;

  private final List<FlightLock> locks = new ArrayList<>();

  /** A lock of the one scope that the test has; each call gives another instance. */
  abstract FlightLock newLock() throws IOException;

  final FlightLock open() throws IOException {
    FlightLock lock = newLock();
    locks.add(lock);
    return lock;
  }

  @AfterEach
  void closeAll() {
    locks.forEach(FlightLock::close);
  }

  @Test
  void theFirstLeadsAndTheOthersFollow() throws IOException {
    FlightLock lock = open();
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
    assertThat(lock.enter("a")).isInstanceOf(Follower.class);
    assertThat(open().enter("a")).isInstanceOf(Follower.class);
  }

  @Test
  void flightsAreIndependent() throws IOException {
    FlightLock lock = open();
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
    assertThat(lock.enter("b")).isInstanceOf(Leader.class);
    assertThat(open().enter("c")).isInstanceOf(Leader.class);
  }

  @Test
  void manyLeadsAtOnceAreHeldAndFreed() throws IOException {
    FlightLock lock = open();
    List<Leader> leads = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      leads.add((Leader) lock.enter("flight " + i));
    }
    assertThat(open().enter("flight 77")).isInstanceOf(Follower.class);
    leads.forEach(Leader::close);
    assertThat(open().enter("flight 77")).isInstanceOf(Leader.class);
  }

  @Test
  void whoEntersAfterTheLeaderClosedLeads() throws IOException {
    FlightLock lock = open();
    for (int i = 0; i < 20; i++) {
      try (Leader leader = (Leader) lock.enter("a")) {
        assertThat(leader).isNotNull();
      }
    }
  }

  @Test
  void oneLeadsAmongManyThreadsAndInstances() throws Exception {
    FlightLock[] instances = {open(), open()};
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try {
      for (int round = 0; round < 30; round++) {
        String flight = "flight " + round;
        List<Future<Turn>> turns = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          FlightLock instance = instances[i % 2];
          turns.add(
              threads.submit(
                  () -> {
                    start.await();
                    return instance.enter(flight);
                  }));
        }
        int leaders = 0;
        for (Future<Turn> turn : turns) {
          leaders += turn.get() instanceof Leader ? 1 : 0;
        }
        assertThat(leaders).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void followersAreReleasedWhenTheLeaderCloses() throws Exception {
    FlightLock lock = open();
    Leader leader = (Leader) lock.enter("a");
    CompletableFuture<Ending> near = ended(lock.enter("a"), LONG);
    CompletableFuture<Ending> far = ended(open().enter("a"), LONG);
    assertThat(near).isNotDone();
    assertThat(far).isNotDone();
    leader.close();
    assertThat(result(near)).isEqualTo(Ending.RELEASED);
    assertThat(result(far)).isEqualTo(Ending.RELEASED);
  }

  @Test
  void aReleasedFollowerMayLead() throws Exception {
    FlightLock lock = open();
    Leader leader = (Leader) lock.enter("a");
    CompletableFuture<Ending> ended = ended(lock.enter("a"), LONG);
    leader.close();
    result(ended);
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
  }

  @Test
  void aFollowerOfOneWhoAlreadyClosedIsReleased() throws Exception {
    FlightLock lock = open();
    Leader leader = (Leader) lock.enter("a");
    Turn follower = lock.enter("a");
    leader.close();
    assertThat(result(ended(follower, LONG))).isEqualTo(Ending.RELEASED);
  }

  @Test
  void theDeadlineEndsTheWaitWhileTheLeaderHolds() throws Exception {
    FlightLock lock = open();
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
    Turn follower = open().enter("a");
    assertThat(result(ended(follower, Duration.ofMillis(50)))).isEqualTo(Ending.DEADLINE);
    assertThat(result(ended(follower, Duration.ZERO))).isEqualTo(Ending.DEADLINE);
    assertThat(open().enter("a")).isInstanceOf(Follower.class);
  }

  @Test
  void closingTheLockEndsEveryWait() throws Exception {
    FlightLock leading = open();
    assertThat(leading.enter("a")).isInstanceOf(Leader.class);
    FlightLock waiting = open();
    List<CompletableFuture<Ending>> waits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waits.add(ended(waiting.enter("a"), LONG));
    }
    Turn late = waiting.enter("a");
    waiting.close();
    for (CompletableFuture<Ending> wait : waits) {
      assertThat(result(wait)).isEqualTo(Ending.RELEASED);
    }
    assertThat(result(ended(late, LONG))).isEqualTo(Ending.RELEASED);
  }

  @Test
  void closingTheLockGivesUpItsLeads() throws IOException {
    FlightLock lock = open();
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
    lock.close();
    assertThat(open().enter("a")).isInstanceOf(Leader.class);
  }

  @Test
  void nobodyEntersAClosedLock() throws IOException {
    FlightLock lock = open();
    lock.close();
    assertThatIOException().isThrownBy(() -> lock.enter("a"));
  }

  @Test
  void closingTwiceIsHarmless() throws IOException {
    FlightLock lock = open();
    Leader first = (Leader) lock.enter("a");
    first.close();
    Leader second = (Leader) lock.enter("a");
    first.close();
    assertThat(lock.enter("a")).as("the second still leads").isInstanceOf(Follower.class);
    lock.close();
    second.close();
    lock.close();
  }

  static CompletableFuture<Ending> ended(Turn turn, Duration deadline) {
    return ((Follower) turn).ended(deadline).toCompletableFuture();
  }

  static Ending result(CompletableFuture<Ending> ending) throws Exception {
    return ending.get(20, TimeUnit.SECONDS);
  }
}
