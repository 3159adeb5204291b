package dev.margay.devtools.visits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamedTest {
  private static final Path FILE = Path.of("index.html");

  @Test
  void aPagesReferencesHaveLineAndColumn() {
    List<Named> named =
        Named.inPage(FILE, "/sub/", "<!DOCTYPE html>\n<p>\n  <img src=\"cat.png\">\n");
    assertThat(named)
        .containsExactly(new Named(FILE, 3, 13, "cat.png", Optional.of("/sub/cat.png")));
  }

  @Test
  void theBaseElementCounts() {
    List<Named> named =
        Named.inPage(FILE, "/", "<base href=\"/assets/\"><script src=\"a.js\"></script>");
    assertThat(named).extracting(Named::target).containsExactly(Optional.of("/assets/a.js"));
  }

  @Test
  void otherServersHaveNoTarget() {
    List<Named> named = Named.inPage(FILE, "/", "<img src=\"http://example.com/a.png\">");
    assertThat(named).extracting(Named::target).containsExactly(Optional.empty());
  }

  @Test
  void aStyleSheetsReferencesAreItsOwn() {
    List<Named> named =
        Named.inStyleSheet(Path.of("a.css"), "/css/a.css", "p {\n background: url(x.png) }");
    assertThat(named)
        .containsExactly(new Named(Path.of("a.css"), 2, 18, "x.png", Optional.of("/css/x.png")));
  }
}
