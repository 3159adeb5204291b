package dev.margay.samplesite.devlove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** One tab of a browser: it goes to pages, says what is in them, and counts how often they load. */
final class Tab {
  private static final long PATIENCE = 30;

  private final Chromium browser;
  private final String session;

  /** Counted when a page begins to be shown: before anything of it can be seen. */
  private final AtomicInteger loads = new AtomicInteger();

  private final AtomicInteger loaded = new AtomicInteger();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final Queue<String> protocols = new ConcurrentLinkedQueue<>();

  Tab(Chromium browser, String session) {
    this.browser = browser;
    this.session = session;
  }

  void listen() {
    send("Page.enable", Map.of());
    send("Network.enable", Map.of());
    send("Log.enable", Map.of());
    send("Runtime.enable", Map.of());
  }

  void happened(String event, Map<?, ?> parameters) {
    switch (event) {
      case "Page.loadEventFired" -> loaded.incrementAndGet();
      case "Page.frameNavigated" -> {
        if (!((Map<?, ?>) parameters.get("frame")).containsKey("parentId")) {
          loads.incrementAndGet();
        }
      }
      case "Log.entryAdded" -> complaints.add(String.valueOf(parameters.get("entry")));
      case "Network.responseReceived" -> {
        Map<?, ?> response = (Map<?, ?>) parameters.get("response");
        protocols.add(response.get("protocol") + " " + response.get("url"));
      }
      default -> {}
    }
  }

  /**
   * Goes to {@code url} and waits until it is loaded and listens for changes; says what failed, if
   * anything.
   */
  String open(String url) {
    int before = loaded.get();
    Object failure = send("Page.navigate", Map.of("url", url)).get("errorText");
    Awaitility.await().atMost(PATIENCE, TimeUnit.SECONDS).until(() -> loaded.get() > before);
    return failure == null ? "" : failure.toString();
  }

  /** The value of an expression, awaited if it is a promise. */
  Object value(String expression) {
    Map<?, ?> answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    return ((Map<?, ?>) answer.get("result")).get("value");
  }

  /** Waits until an expression is true. */
  void await(String expression) {
    Awaitility.await(expression)
        .atMost(PATIENCE, TimeUnit.SECONDS)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .ignoreExceptions()
        .until(() -> Boolean.TRUE.equals(value(expression)));
  }

  /** How often a page was loaded here. */
  int loads() {
    return loads.get();
  }

  /** What the browser found wrong. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The protocol and the URL of each response. */
  List<String> responses() {
    return List.copyOf(protocols);
  }

  /** Presses a key that types nothing, such as {@code Tab}. */
  void press(String key, int code) {
    for (String type : new String[] {"rawKeyDown", "keyUp"}) {
      send(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  /** Presses Enter, which also types a line's end. */
  void enter() {
    Map<String, ?> enter = Map.of("key", "Enter", "code", "Enter", "windowsVirtualKeyCode", 13);
    Map<String, Object> down = new HashMap<>(enter);
    down.putAll(Map.of("type", "keyDown", "text", "\r"));
    Map<String, Object> up = new HashMap<>(enter);
    up.put("type", "keyUp");
    send("Input.dispatchKeyEvent", down);
    send("Input.dispatchKeyEvent", up);
  }

  /** Makes the window as large as that, in CSS pixels. */
  void size(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Cuts it off from every network, as a machine that sleeps is, or joins it again. */
  void offline(boolean cut) {
    send(
        "Network.emulateNetworkConditions",
        Map.of("offline", cut, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /** Prefers {@code light} or {@code dark} from now on. */
  void scheme(String scheme) {
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Keeps what is to be seen, as a WebP. */
  void picture(String name) throws IOException {
    send("Page.bringToFront", Map.of()); // a page behind another is not painted
    Path file = Path.of("target/pictures").resolve(name + ".webp");
    Object data =
        send("Page.captureScreenshot", Map.of("format", "webp", "quality", 80)).get("data");
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode((String) data));
  }

  Map<?, ?> send(String method, Map<String, ?> parameters) {
    return browser.send(session, method, parameters);
  }
}
