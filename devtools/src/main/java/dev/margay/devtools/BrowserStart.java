package dev.margay.devtools;

import dev.margay.devtools.authority.Desk;
import dev.margay.devtools.authority.LocalAuthority;
import dev.margay.devtools.authority.TrustStores;
import dev.margay.devtools.socks.BrowserLine;
import dev.margay.devtools.socks.BrowserLine.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Opens a browser with a profile that is new, and that goes through the proxy. */
final class BrowserStart {
  private final Desk desk;

  BrowserStart(Desk desk) {
    this.desk = desk;
  }

  /**
   * Starts it, and lets it run.
   *
   * @param wanted a program, or none for the first known one
   * @param authority for Firefox, which trusts what its profile says
   * @return what happened, in a sentence
   */
  String open(
      Optional<String> wanted, Optional<LocalAuthority> authority, OptionalInt proxy, String url) {
    Optional<BrowserLine> browser = find(wanted);
    if (browser.isEmpty()) {
      return wanted.orElse("No browser that is known here")
          + " was not found; name its program with --browser";
    }
    try {
      Path profile = Files.createTempDirectory("margay-browser");
      Optional<String> preferences = browser.get().preferences(proxy);
      if (preferences.isPresent()) {
        Files.writeString(profile.resolve("user.js"), preferences.get());
      }
      if (browser.get().browser() == Browser.FIREFOX && authority.isPresent()) {
        TrustStores.makeProfileTrust(desk, profile, authority.get());
      }
      new ProcessBuilder(browser.get().arguments(profile.toString(), proxy, url))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return "Opened " + browser.get().program() + " with a new profile in " + profile;
    } catch (IOException e) {
      return browser.get().program() + " could not be opened: " + e.getMessage();
    }
  }

  private Optional<BrowserLine> find(Optional<String> wanted) {
    if (wanted.isPresent()) {
      return program(wanted.get()).map(BrowserLine::of);
    }
    return BrowserLine.KNOWN.stream()
        .flatMap(line -> program(line.program()).map(BrowserLine::of).stream())
        .findFirst();
  }

  private Optional<String> program(String name) {
    return name.contains("/")
        ? Optional.of(name).filter(file -> Files.isExecutable(Path.of(file)))
        : desk.program(name).map(Path::toString);
  }
}
