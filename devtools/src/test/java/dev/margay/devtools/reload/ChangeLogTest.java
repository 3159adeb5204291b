package dev.margay.devtools.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.catalog.SiteRoot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final WatchedSite WWW = site("www", "www.example.com");
  private static final WatchedSite STATIC = site("static", "static.example.com");

  private final ChangeLog log = new ChangeLog("run");

  @Test
  void whoeverComesBackIsToldWhatItMissed() {
    log.add(NOON, Map.of(WWW, List.of("/a")));
    String seen = log.lastId();
    Change missed = log.add(NOON, Map.of(WWW, List.of("/b")));
    assertThat(log.after(seen)).hasValue(List.of(missed));
    assertThat(log.after(log.lastId())).hasValue(List.of());
  }

  @Test
  void whatAnotherProcessToldIsNotKnown() {
    assertThat(log.after("other.1")).isEmpty();
    assertThat(log.after("run.x")).isEmpty();
    assertThat(log.after("run.5")).isEmpty();
  }

  @Test
  void whatIsTooLongAgoIsNotKnownEither() {
    String first = log.add(NOON, Map.of()).number() == 1 ? log.lastId() : "";
    for (int i = 0; i < 300; i++) {
      log.add(NOON, Map.of());
    }
    assertThat(log.after(first)).isEmpty();
  }

  @Test
  void aNewPageIsToldWhatChangedSinceItWasLoaded() {
    log.add(NOON, Map.of(WWW, List.of("/old")));
    Change later = log.add(NOON.plusMillis(1), Map.of(WWW, List.of("/new")));
    assertThat(log.since(NOON)).containsExactly(later);
  }

  @Test
  void aPageIsToldItsOwnPathsAndOthersByHost() {
    Change change = log.add(NOON, Map.of(STATIC, List.of("/x \"y\".png"), WWW, List.of("/é")));
    assertThat(change.toJson(WWW))
        .isEqualTo(
            "{\"paths\":[\"/é\"],\"fallback\":false,"
                + "\"others\":{\"static.example.com\":[\"/x \\\"y\\\".png\"]}}");
  }

  @Test
  void pathsAreThoseOfUrls() {
    assertThat(Change.path(Path.of("/site"), Path.of("/site/css/a b.css")))
        .isEqualTo("/css/a b.css");
  }

  private static WatchedSite site(String folder, String host) {
    Path path = Path.of(folder);
    return new WatchedSite(path, new SiteRoot(path, List.of()), Set.of(host), false);
  }
}
