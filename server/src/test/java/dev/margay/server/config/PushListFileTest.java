package dev.margay.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.config.PushListFile.Hint;
import dev.margay.server.config.PushListFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushListFileTest {
  private static final String HEAD = "schema: push-list-v1\nhints:\n";

  @TempDir Path folder;

  private Reading read(String text) throws IOException {
    return PushListFile.read(Files.writeString(folder.resolve("index.html.push-list"), text));
  }

  private List<Hint> hints(String text) throws IOException {
    return ((Reading.Valid) read(text)).hints();
  }

  private ConfigMistake mistake(String text) throws IOException {
    List<ConfigMistake> mistakes = ((Reading.Invalid) read(text)).mistakes();
    assertThat(mistakes).hasSize(1);
    return mistakes.get(0);
  }

  @Test
  void theListOfAPageLiesNextToIt() {
    assertThat(PushListFile.of(Path.of("/x/index.html")))
        .isEqualTo(Path.of("/x/index.html.push-list"));
  }

  @Test
  void hintsKeepTheirOrderQueriesAndPlaces() throws IOException {
    assertThat(hints(HEAD + "- /b.css?v=1\n- \"/a.js\"\n"))
        .containsExactly(new Hint("/b.css?v=1", 3, 3), new Hint("/a.js", 4, 3));
  }

  @Test
  void listsOfTheOriginalServerAreRead() throws IOException {
    String text = "calm-map:\n- {p: /a.png, m: 3!}\nhints:\n- /a.png\nschema: push-list-v1\n";
    assertThat(hints(text)).extracting(Hint::target).containsExactly("/a.png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- a.css|3|does not begin with a slash",
        "- https://x.example/a.css|3|names a host",
        "- //x.example/a.css|3|names a host",
        "- /a.css#b|3|has a fragment",
        "- /a b.css|3|no request has",
        "- /é.css|3|no request has",
        "- {p: /a}|3|is a map of keys",
        "- |3|is empty",
      })
  void aMistakenHintIsToldWithItsLine(String hint, int line, String problem) throws IOException {
    ConfigMistake mistake = mistake(HEAD + hint + "\n");
    assertThat(mistake.line()).isEqualTo(line);
    assertThat(mistake.toString()).contains(problem).contains("; ");
  }

  @Test
  void otherMistakesAreToldToo() throws IOException {
    assertThat(mistake("").toString()).contains("the file is empty").contains("push-list-v1");
    assertThat(mistake("- /a.css\n").toString()).contains("not a map of keys");
    assertThat(mistake("hints: [/a]\n").toString()).contains("\"schema\" is missing");
    assertThat(mistake("schema: push-list-v1\n").toString()).contains("\"hints\" is missing");
    assertThat(mistake("schema: push-list-v1\nhints: /a.css").toString())
        .contains(":2:")
        .contains("a list is wanted");
    assertThat(mistake("schema: push-list-v2\nhints: []").toString()).contains("is not known");
    assertThat(mistake("schema: push-list-v1\nhint: [/a]").toString())
        .contains(":2:")
        .contains("did you mean \"hints\"?");
    assertThat(mistake(HEAD + "- /a\n- /b\n- /a\n").toString())
        .contains(":5:")
        .contains("already at line 3");
    assertThat(mistake(HEAD + "- /a\n\t- /b\n").line()).isEqualTo(4);
    assertThat(mistake("&a {<<: *a}").toString()).contains("merge keys");
  }

  @Test
  void tooManyHintsAreAMistake() throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (int i = 0; i <= PushListFile.MAX_HINTS; i++) {
      text.append("- /").append(i).append(".css\n");
    }
    assertThat(mistake(text.toString()).line()).isEqualTo(PushListFile.MAX_HINTS + 3);
  }

  @Test
  void anythingIsReadWithoutAnException() throws IOException {
    Random random = new Random(7);
    String[] pieces = {
      "schema",
      ": ",
      "push-list-v1",
      "\n",
      "hints",
      "- ",
      "/a",
      "[",
      "]",
      "{",
      "}",
      "&a",
      "*a",
      "<<",
      "\"",
      "'",
      "#",
      "|",
      ">",
      "!!str",
      "? ",
      "\t",
      "\0",
      "é",
      "---",
      "..."
    };
    for (int i = 0; i < 1_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(read(text.toString())).isNotNull();
    }
  }
}
