package dev.margay.rcache.fault;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis on a loopback port of its own, without persistence, to be stopped, frozen, restarted
 * and flushed. None outlives its Java process' orderly end.
 */
public final class RealRedis implements AutoCloseable {
  private static final int CLUSTER_BUS = 10_000;
  private static final int LAST_PORT = 65_535;

  private static File executable;

  private final int port;
  private final List<String> arguments;
  private Process process;

  private RealRedis(int port, List<String> arguments) {
    this.port = port;
    this.arguments = arguments;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /** Starts one and returns when it answers. */
  public static RealRedis start(String... arguments) throws IOException, InterruptedException {
    RealRedis redis = new RealRedis(freePort(), List.of(arguments));
    redis.restart();
    return redis;
  }

  /**
   * A loopback port that nobody used a moment ago. Another, 10,000 above, is a cluster node's too.
   */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      return port + CLUSTER_BUS <= LAST_PORT ? port : freePort();
    }
  }

  /** The server's program, also for sentinels. */
  public static synchronized String executable() throws IOException {
    if (executable == null) {
      executable = ExecutableProvider.newJarResourceProvider().get();
    }
    return executable.toString();
  }

  /** Its port, the same after a restart. */
  public int port() {
    return port;
  }

  /** Where it is. */
  public URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  /** A client for what the test itself wants to know; to be closed. */
  public RedisClient client() {
    return RedisClient.create("127.0.0.1", port);
  }

  /** Removes every key. */
  public void flush() {
    try (RedisClient client = client()) {
      client.flushAll();
    }
  }

  /** Stops it without notice, if it runs, and starts it, empty, on the same port. */
  public void restart() throws IOException, InterruptedException {
    stop();
    List<String> command = new ArrayList<>(List.of(executable()));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.addAll(arguments);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (!answers()) {
      if (!process.isAlive()) {
        throw new IOException("redis-server ended with " + process.exitValue());
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private boolean answers() {
    try (RedisClient client = client()) {
      client.ping();
      return true;
    } catch (JedisException e) {
      return String.valueOf(e.getMessage()).contains("NOAUTH");
    }
  }

  /** Ends it as {@code kill -9} does. */
  public void stop() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Holds it still: connections stay open, and nothing is answered. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Signals.send(name, process.pid());
  }

  @Override
  public void close() {
    stop();
  }
}
