package dev.margay.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseCommandTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path folder;

  private int rehearse(String... margay) {
    List<String> arguments = new ArrayList<>(List.of("rehearse", "serve", folder.toString(), "--"));
    arguments.addAll(List.of(margay));
    return Main.run(arguments.toArray(String[]::new));
  }

  @Test
  void aServerOfItsOwnIsVisitedOverHttp2AndEnds() throws Exception {
    String classes = System.getProperty("java.class.path");
    assertThat(rehearse(JAVA, "-cp", classes, Main.class.getName())).isEqualTo(Main.OK);
    List<String> log = Files.readAllLines(folder.resolve("access.log"));
    assertThat(log)
        .anyMatch(line -> line.contains("HTTP/2.0") && line.contains("\"coding\":\"br\""))
        .anyMatch(line -> line.contains("\"status\":404"));
  }

  @Test
  void aServerThatDoesNotStartIsToldOf() {
    assertThat(rehearse(JAVA, "-cp", folder.toString(), "no.such.Server")).isEqualTo(Main.REFUSED);
  }
}
