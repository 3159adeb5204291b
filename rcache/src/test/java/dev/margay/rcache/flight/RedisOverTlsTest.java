package dev.margay.rcache.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.rcache.WarningsHeard;
import dev.margay.rcache.fault.RealRedis;
import dev.margay.rcache.flight.FlightLock.Follower;
import dev.margay.rcache.flight.FlightLock.Leader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis behind TLS with a password, whose certificate is for 127.0.0.1 and nobody else. */
class RedisOverTlsTest {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final char[] LOCK = "changeit".toCharArray();
  private static final Duration A_WHILE = Duration.ofSeconds(60);
  private static final LeaseTiming TIMING =
      new LeaseTiming(
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          Duration.ofSeconds(1));

  @TempDir private static Path temporary;

  private static RealRedis redis;
  private static ServerSocket terminator;

  @BeforeAll
  static void start() throws Exception {
    redis = RealRedis.start("--requirepass", "secret word");
    Path store = temporary.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=redis",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-alias",
                "redis",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    System.setProperty(TRUST_STORE, store.toString());
    System.setProperty(TRUST_STORE + "Password", "changeit");
    terminator = listen(store);
    Thread accepting = new Thread(RedisOverTlsTest::accept, "tls");
    accepting.setDaemon(true);
    accepting.start();
  }

  @AfterAll
  static void stop() throws Exception {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE + "Password");
    terminator.close();
    redis.close();
  }

  private static ServerSocket listen(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, LOCK);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, LOCK);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static void accept() {
    try {
      while (true) {
        Socket outside = terminator.accept();
        Socket inside = new Socket(InetAddress.getLoopbackAddress(), redis.port());
        pass(outside, inside);
        pass(inside, outside);
      }
    } catch (IOException e) {
      assertThat(terminator.isClosed()).isTrue();
    }
  }

  /** Ends both when one ends. */
  private static void pass(Socket from, Socket to) {
    Thread passing =
        new Thread(
            () -> {
              try (from;
                  to;
                  InputStream in = from.getInputStream();
                  OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
              } catch (IOException e) {
                return;
              }
            },
            "tls");
    passing.setDaemon(true);
    passing.start();
  }

  private static RedisFlightLock open(String uri, String file) throws IOException {
    FileFlightLock files = new FileFlightLock(temporary.resolve(file));
    return new RedisFlightLock(URI.create(uri), "scope", files, TIMING);
  }

  @Test
  void locksAreSharedOverTlsWithAPassword() throws Exception {
    String uri = "rediss://:secret%20word@127.0.0.1:" + terminator.getLocalPort();
    try (RedisFlightLock one = open(uri, "one.lock");
        RedisFlightLock other = open(uri, "other.lock")) {
      await().atMost(A_WHILE).until(() -> one.up() && other.up());
      Leader leader = (Leader) one.enter("a");
      Follower follower = (Follower) other.enter("a");
      leader.close();
      assertThat(FlightLockContract.result(FlightLockContract.ended(follower, A_WHILE)))
          .isEqualTo(FlightLock.Ending.RELEASED);
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefusedAndFilesLockAlone() throws Exception {
    String uri = "rediss://:secret%20word@localhost:" + terminator.getLocalPort();
    try (WarningsHeard heard = new WarningsHeard("Redis at localhost");
        RedisFlightLock lock = open(uri, "refused.lock")) {
      await().atMost(A_WHILE).until(() -> !heard.messages().isEmpty());
      assertThat(lock.up()).isFalse();
      assertThat(lock.enter("a")).isInstanceOf(Leader.class);
      assertThat(lock.enter("a")).isInstanceOf(Follower.class);
      assertThat(heard.messages()).noneMatch(line -> line.contains("secret"));
    }
  }
}
