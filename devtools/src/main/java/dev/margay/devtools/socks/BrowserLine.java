package dev.margay.devtools.socks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How a browser is started so that it goes through the proxy, with a profile of its own. Pure.
 *
 * @param browser whose manner it is
 * @param program its program's name or path
 */
public record BrowserLine(Browser browser, String program) {
  /** The browsers that are known. */
  public enum Browser {
    /** Chromium, and what is made from it. */
    CHROMIUM,
    /** Firefox. */
    FIREFOX
  }

  /** Programs in the order in which they are looked for. */
  public static final List<BrowserLine> KNOWN =
      List.of(
          new BrowserLine(Browser.CHROMIUM, "chromium"),
          new BrowserLine(Browser.CHROMIUM, "chromium-browser"),
          new BrowserLine(Browser.CHROMIUM, "google-chrome"),
          new BrowserLine(Browser.CHROMIUM, "google-chrome-stable"),
          new BrowserLine(Browser.CHROMIUM, "microsoft-edge"),
          new BrowserLine(Browser.CHROMIUM, "brave-browser"),
          new BrowserLine(Browser.FIREFOX, "firefox"),
          new BrowserLine(Browser.FIREFOX, "firefox-esr"));

  /** The manner of a program, by its name. */
  public static BrowserLine of(String program) {
    boolean firefox = Path.of(program).getFileName().toString().startsWith("firefox");
    return new BrowserLine(firefox ? Browser.FIREFOX : Browser.CHROMIUM, program);
  }

  /**
   * The program with its arguments.
   *
   * @param proxy the proxy's port on 127.0.0.1; none to go without
   */
  public List<String> arguments(String profile, OptionalInt proxy, String url) {
    List<String> arguments = new ArrayList<>(List.of(program));
    if (browser == Browser.CHROMIUM) {
      arguments.add("--user-data-dir=" + profile);
      arguments.add("--no-first-run");
      proxy.ifPresent(port -> arguments.add("--proxy-server=socks5://127.0.0.1:" + port));
    } else {
      arguments.addAll(List.of("--no-remote", "--profile", profile));
    }
    arguments.add(url);
    return arguments;
  }

  /**
   * What the profile has to hold: Firefox takes a proxy from its preferences only, and resolves
   * names itself unless it is told not to.
   */
  public Optional<String> preferences(OptionalInt proxy) {
    if (browser == Browser.CHROMIUM || proxy.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        """
        user_pref("network.proxy.type", 1);
        user_pref("network.proxy.socks", "127.0.0.1");
        user_pref("network.proxy.socks_port", %d);
        user_pref("network.proxy.socks_version", 5);
        user_pref("network.proxy.socks_remote_dns", true);
        user_pref("network.proxy.socks5_remote_dns", true);
        user_pref("browser.aboutwelcome.enabled", false);
        """
            .formatted(proxy.getAsInt()));
  }

  /** A command for a shell that does all of it, with a profile that is new each time. */
  public String command(OptionalInt proxy, String url) {
    String line =
        arguments("\"$p\"", proxy, url).stream()
            .map(word -> word.replace("=\"$p\"", "=$p"))
            .collect(Collectors.joining(" "));
    String write =
        preferences(proxy)
            .map(text -> "printf '%s' '" + text.replace("\n", " ") + "' >\"$p/user.js\"; ")
            .orElse("");
    return "p=$(mktemp -d); " + write + line;
  }
}
