package dev.margay.rcache.flight;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Lets one of all processes that share a scratch directory do a job, and tells the others when to
 * look again. It only saves work: results are right without any lock. No method blocks for long.
 */
public interface FlightLock extends AutoCloseable {
  /**
   * Takes the lead of {@code flight}, or joins those who wait for its leader.
   *
   * @param flight the name of the job, the same in every process
   * @throws IOException if it cannot be told who leads
   */
  Turn enter(String flight) throws IOException;

  /** Gives up every lead and every wait. */
  @Override
  void close();

  /** Whose turn it is. */
  sealed interface Turn {}

  /**
   * The job is the caller's, until it closes this. The kernel or time ends it for a dead caller.
   */
  non-sealed interface Leader extends Turn, AutoCloseable {
    @Override
    void close();
  }

  /** Another has the job. */
  non-sealed interface Follower extends Turn {
    /** Completes, never exceptionally, when it is time to look again; no thread waits meanwhile. */
    CompletionStage<Ending> ended(Duration deadline);
  }

  /** How a wait ended. */
  enum Ending {
    /** The flight is free, or was taken up by another since: the leader finished or gave up. */
    RELEASED,
    /**
     * The flight is free, and its leader did not say so: it died, or its lease was forgotten, as by
     * a flush. Only leases can tell.
     */
    LEADER_LOST,
    /** The leader still holds the flight at the deadline. */
    DEADLINE
  }
}
