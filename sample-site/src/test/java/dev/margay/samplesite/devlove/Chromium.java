package dev.margay.samplesite.devlove;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A headless Chromium with a home and a profile of its own, driven through the DevTools protocol.
 */
final class Chromium implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");

  private final Process process;
  private final Map<Integer, CompletableFuture<Map<?, ?>>> answers = new ConcurrentHashMap<>();
  private final Map<String, Tab> tabs = new ConcurrentHashMap<>();
  private final Queue<String> targets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger number = new AtomicInteger();
  private WebSocket socket;

  private Chromium(Process process) {
    this.process = process;
  }

  static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  static void assumeInstalled() {
    assumeTrue(isInstalled(), "no Chromium: apt-get install chromium");
  }

  /** Starts one that trusts what the NSS database in {@code home} trusts, and nothing else. */
  static Chromium start(Path home, String... flags) throws Exception {
    assumeInstalled();
    Path profile = Files.createTempDirectory(home, "profile");
    List<String> command =
        new ArrayList<>(
            List.of(
                PROGRAM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=900,640",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile));
    command.addAll(List.of(flags));
    command.add("about:blank");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("HOME", home.toString());
    Chromium browser = new Chromium(builder.start());
    Path port = profile.resolve("DevToolsActivePort");
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> Files.exists(port) && Files.readAllLines(port).size() == 2);
    List<String> lines = Files.readAllLines(port);
    browser.connect(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
    return browser;
  }

  private void connect(URI address) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Ear())
            .orTimeout(60, TimeUnit.SECONDS)
            .join();
  }

  /** Hears answers and events. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        Map<?, ?> message = Json.read(text.toString());
        text.setLength(0);
        heard(message);
      }
      from.request(1);
      return null;
    }
  }

  private void heard(Map<?, ?> message) {
    if (message.get("id") instanceof Integer id) {
      answers.remove(id).complete(message);
    } else if (message.get("sessionId") instanceof String session) {
      Tab tab = tabs.get(session);
      if (tab != null) {
        tab.happened((String) message.get("method"), (Map<?, ?>) message.get("params"));
      }
    }
  }

  /** A new tab on an empty page. */
  Tab open() {
    return attach(Map.of("url", "about:blank"));
  }

  /**
   * The same in a window of its own: it is in view, whatever else is. Chromium may leave the load
   * of a page that is not in view unfinished.
   */
  Tab openWindow() {
    return attach(Map.of("url", "about:blank", "newWindow", true));
  }

  private Tab attach(Map<String, ?> parameters) {
    Object target = send(null, "Target.createTarget", parameters).get("targetId");
    Object session =
        send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId");
    targets.add((String) target);
    Tab tab = new Tab(this, (String) session);
    tabs.put((String) session, tab);
    tab.listen();
    return tab;
  }

  /** Closes all tabs that were opened; the window stays. */
  void closeTabs() {
    tabs.clear();
    String target;
    while ((target = targets.poll()) != null) {
      send(null, "Target.closeTarget", Map.of("targetId", target));
    }
  }

  Map<?, ?> send(String session, String method, Map<String, ?> parameters) {
    int id = number.incrementAndGet();
    CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, Object> message =
        new java.util.LinkedHashMap<>(Map.of("id", id, "method", method, "params", parameters));
    if (session != null) {
      message.put("sessionId", session);
    }
    synchronized (this) {
      socket.sendText(Json.write(message), true).join();
    }
    Map<?, ?> heard = answer.orTimeout(60, TimeUnit.SECONDS).join();
    if (heard.containsKey("error")) {
      throw new AssertionError(method + ": " + heard.get("error"));
    }
    return (Map<?, ?>) heard.get("result");
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    // Each may write to the profile until it has ended; one that nobody reaps has ended, and never
    // says so.
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, 5, TimeUnit.SECONDS)
        .join();
  }
}
