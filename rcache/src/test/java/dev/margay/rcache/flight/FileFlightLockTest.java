package dev.margay.rcache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.margay.rcache.OtherProcess;
import dev.margay.rcache.flight.FlightLock.Ending;
import dev.margay.rcache.flight.FlightLock.Follower;
import dev.margay.rcache.flight.FlightLock.Leader;
import dev.margay.rcache.flight.FlightLock.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFlightLockTest extends FlightLockContract {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path temporary;

  @Override
  FlightLock newLock() {
    return new FileFlightLock(file());
  }

  private Path file() {
    return temporary.resolve("r-cache").resolve("flights.lock");
  }

  @Test
  void amongThoseWhoEnterAfterTheFileWasRemovedOneLeads() throws IOException {
    FlightLock lock = open();
    Leader before = (Leader) lock.enter("a");
    Files.delete(file());
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
    assertThat(lock.enter("a")).isInstanceOf(Follower.class);
    assertThat(open().enter("a")).isInstanceOf(Follower.class);
    before.close();
    assertThat(open().enter("a")).as("another's lead is not freed").isInstanceOf(Follower.class);
  }

  @Test
  void theWholeFolderMayBeRemoved() throws IOException {
    FlightLock lock = open();
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
    Files.delete(file());
    Files.delete(file().getParent());
    assertThat(lock.enter("b")).isInstanceOf(Leader.class);
    assertThat(open().enter("b")).isInstanceOf(Follower.class);
  }

  @Test
  void followersOfARemovedFileAreReleased() throws Exception {
    FlightLock lock = open();
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
    CompletableFuture<Ending> wait = ended(lock.enter("a"), LONG);
    Files.delete(file());
    assertThat(result(wait)).isEqualTo(Ending.RELEASED);
  }

  @Test
  void theFolderMayBeASymbolicLink() throws IOException {
    Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(temporary.resolve("r-cache"), temporary.resolve("elsewhere"));
    assertThat(open().enter("a")).isInstanceOf(Leader.class);
    assertThat(open().enter("a")).isInstanceOf(Follower.class);
  }

  @Test
  void aFolderThatCannotBeMadeIsAnIoException() throws IOException {
    Files.writeString(temporary.resolve("r-cache"), "a file");
    FlightLock lock = open();
    assertThatIOException().isThrownBy(() -> lock.enter("a"));
    Files.delete(temporary.resolve("r-cache"));
    assertThat(lock.enter("a")).isInstanceOf(Leader.class);
  }

  @Test
  void aLeadIsHeldAgainstOtherProcesses() throws Exception {
    try (OtherProcess other = OtherProcess.start(Entering.class, file().toString())) {
      FlightLock lock = open();
      Leader leader = (Leader) lock.enter("a");
      assertThat(lock.enter("other")).isInstanceOf(Leader.class);
      other.say("a");
      assertThat(other.line()).isEqualTo("follows");
      leader.close();
      other.say("a");
      assertThat(other.line()).isEqualTo("leads");
      assertThat(lock.enter("a")).isInstanceOf(Follower.class);
    }
  }

  @Test
  void aKilledProcessFreesItsLeadsAtOnce() throws Exception {
    FlightLock lock = open();
    try (OtherProcess other = OtherProcess.start(Entering.class, file().toString())) {
      other.say("a");
      assertThat(other.line()).isEqualTo("leads");
      Turn follower = lock.enter("a");
      CompletableFuture<Ending> wait = ended(follower, LONG);
      other.kill();
      assertThat(lock.enter("a")).isInstanceOf(Leader.class).satisfies(FileFlightLockTest::close);
      assertThat(result(wait)).isEqualTo(Ending.RELEASED);
    }
  }

  private static void close(Turn leader) {
    ((Leader) leader).close();
  }

  /** Enters each flight that it is told, and says what came of it. */
  static final class Entering {
    public static void main(String[] arguments) throws IOException {
      try (FlightLock lock = new FileFlightLock(Path.of(arguments[0]))) {
        for (String flight = OtherProcess.told(); !flight.isEmpty(); flight = OtherProcess.told()) {
          OtherProcess.tell(lock.enter(flight) instanceof Leader ? "leads" : "follows");
        }
      }
    }
  }
}
