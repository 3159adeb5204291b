package dev.margay.samplesite.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.fault.RealRedis;
import dev.margay.rcache.fault.TcpProxy;
import dev.margay.samplesite.fault.Visitors.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers of one scratch directory and one Redis, which fails while new files are asked for. No
 * answer is wrong or missing, and nothing is made twice. The longer campaign, here and in the other
 * tests of this package, runs with {@code mvn -B -ntp -pl sample-site -am test
 * -Dtest='ManyServersTest,KilledServerTest,RedisUnderLoadTest'
 * -Dsurefire.failIfNoSpecifiedTests=false -Dmargay.campaign=true}; more of it with {@code
 * -Dmargay.campaign.rounds=10}.
 */
class RedisUnderLoadTest {
  private static final List<String> CODINGS = List.of("br", "zstd", "gzip");
  private static final int SCRIPT_BYTES = 200_000;

  @TempDir private Path temporary;
  private RealRedis redis;
  private TcpProxy line;

  /** Its line to Redis is a proxy. */
  private ServerProcess first;

  private ServerProcess second;
  private Load load;

  @BeforeEach
  void start() throws Exception {
    redis = RealRedis.start();
    line = new TcpProxy(redis.port());
    Path site = SiteInFolder.in(temporary.resolve("site")).folder();
    int[] ports = {RealRedis.freePort(), RealRedis.freePort()};
    String[] wait = {"--encode-wait", "60s", "--redis"};
    first =
        ServerProcess.start(
            site, ports[0], wait[0], wait[1], wait[2], "redis://127.0.0.1:" + line.port());
    second = ServerProcess.start(site, ports[1], wait[0], wait[1], wait[2], redis.uri().toString());
    first.awaitStarted();
    second.awaitStarted();
    awaitBack();
    load = new Load(new SiteInFolder(site), ports);
    load.start();
  }

  @AfterEach
  void stop() throws Exception {
    load.stopping.set(true);
    load.join();
    first.close();
    second.close();
    line.close();
    redis.close();
  }

  private void awaitBack() {
    await().atMost(Duration.ofSeconds(60)).until(() -> first.usesRedis() && second.usesRedis());
  }

  @Test
  void aFreezeAndAFlush() throws Exception {
    Thread.sleep(1000);
    freeze();
    redis.flush();
    Thread.sleep(1000);
    assertAllWell(1, 1);
  }

  @Test
  @EnabledIfSystemProperty(named = "margay.campaign", matches = "true")
  void everyFaultInTurn() throws Exception {
    int rounds = Integer.getInteger("margay.campaign.rounds", 3);
    for (int round = 0; round < rounds; round++) {
      Thread.sleep(2000);
      redis.flush();
      Thread.sleep(1000);
      freeze();
      Thread.sleep(1000);
      line.cut();
      Thread.sleep(3000);
      line.mend();
      awaitBack();
      Thread.sleep(1000);
      redis.stop();
      Thread.sleep(3000);
      redis.restart();
      awaitBack();
      Thread.sleep(1000);
      line.hang();
      Thread.sleep(3000);
      line.mend();
      awaitBack();
    }
    assertAllWell(4 * rounds, 2 * rounds);
  }

  private void freeze() throws Exception {
    redis.freeze();
    Thread.sleep(2000);
    redis.thaw();
    awaitBack();
  }

  private void assertAllWell(int outagesOfFirst, int outagesOfSecond) throws Exception {
    load.stopping.set(true);
    load.join();
    System.out.printf(
        "%d scripts, %d answers; made %d and %d; flights released %d, leader lost %d, deadline %d%n",
        load.scripts,
        load.answers,
        made(first),
        made(second),
        flights("awaited"),
        flights("leader_lost"),
        flights("deadline"));
    assertThat(load.wrong).isEmpty();
    assertThat(load.scripts).isGreaterThan(3);
    assertThat(made(first) + made(second)).isEqualTo(load.scripts * CODINGS.size());
    assertOneWarningEach(first, outagesOfFirst);
    assertOneWarningEach(second, outagesOfSecond);
  }

  /** There may be more outages than were made: on a busy machine Redis may be slow by itself. */
  private static void assertOneWarningEach(ServerProcess server, int outages) throws Exception {
    double counted = server.metric("margay_redis_outages_total");
    System.out.printf(
        "%s outages (%d made), %s hiccups%n",
        counted, outages, server.metric("margay_redis_hiccups_total"));
    assertThat(counted).isGreaterThanOrEqualTo(outages);
    assertThat(server.warnings()).hasSize((int) counted).allMatch(line -> line.contains("is away"));
  }

  private static int made(ServerProcess server) throws Exception {
    int made = 0;
    for (String coding : CODINGS) {
      made += server.made(coding, "fast");
    }
    return made;
  }

  private int flights(String outcome) throws Exception {
    String label = "outcome=\"" + outcome + "\"";
    return (int)
        (first.metric("margay_flight_total", label) + second.metric("margay_flight_total", label));
  }

  /** Writes one new script after another; each is asked for in each coding, at both servers. */
  private static final class Load extends Thread {
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final SiteInFolder site;
    private final int[] ports;
    private final Visitors visitors = new Visitors();

    /** Read by others when this thread has ended. */
    private final List<String> wrong = new ArrayList<>();

    private int scripts;
    private int answers;

    Load(SiteInFolder site, int... ports) {
      this.site = site;
      this.ports = ports;
    }

    @Override
    public void run() {
      try {
        while (!stopping.get()) {
          scripts++;
          askForOne("script-" + scripts + ".js");
        }
      } catch (Exception e) {
        wrong.add(e.toString());
      }
    }

    private void askForOne(String name) throws Exception {
      String hash = site.script(name, SCRIPT_BYTES, scripts);
      List<CompletableFuture<Answer>> asked = new ArrayList<>();
      for (int i = 0; i < 4 * CODINGS.size(); i++) {
        String coding = CODINGS.get(i % CODINGS.size());
        asked.add(visitors.ask(ports[i / CODINGS.size() % 2], "/" + name, coding));
      }
      for (int i = 0; i < asked.size(); i++) {
        Answer answer = asked.get(i).get();
        answers++;
        boolean right =
            answer.status() == 200
                && answer.contentHash().equals(hash)
                && answer.coding().equals(CODINGS.get(i % CODINGS.size()));
        if (!right) {
          wrong.add(name + ": " + answer);
        }
      }
    }
  }
}
