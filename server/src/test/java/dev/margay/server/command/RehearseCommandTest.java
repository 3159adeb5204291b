package dev.margay.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseCommandTest {
  private static final Pattern PORT = Pattern.compile("  https?://127\\.0\\.0\\.1:(\\d+)/");
  private static final List<String> MARGAY =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          System.getProperty("java.class.path"),
          Main.class.getName());

  @TempDir private Path folder;

  private List<String> rehearse(List<String> margay) {
    List<String> arguments = new ArrayList<>(List.of("rehearse", "serve", folder.toString(), "--"));
    arguments.addAll(margay);
    return arguments;
  }

  private String said() throws IOException {
    Path said = folder.resolve("said");
    return Files.exists(said) ? Files.readString(said, ISO_8859_1) : "";
  }

  private OptionalInt port() throws IOException {
    Matcher port = PORT.matcher(said());
    return port.find() ? OptionalInt.of(Integer.parseInt(port.group(1))) : OptionalInt.empty();
  }

  private static boolean answers(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  @Test
  void aServerOfItsOwnIsVisitedOverBothVersionsOfHttpAndEnds() throws Exception {
    assertThat(Main.run(rehearse(MARGAY).toArray(String[]::new))).isEqualTo(Main.OK);
    assertThat(Files.readAllLines(folder.resolve("access.log")))
        .anyMatch(line -> line.contains("HTTP/1.1"))
        .anyMatch(line -> line.contains("HTTP/2.0") && line.contains("\"coding\":\"br\""))
        .anyMatch(line -> line.contains("\"status\":404"));
    int port = port().orElseThrow();
    assertThat(answers(port)).isFalse();
  }

  @Test
  void aServerThatDoesNotStartIsToldOf() throws Exception {
    List<String> nobody = List.of(MARGAY.get(0), "-cp", folder.toString(), "no.such.Server");
    assertThat(Main.run(rehearse(nobody).toArray(String[]::new))).isEqualTo(Main.REFUSED);
    assertThat(said()).contains("no.such.Server");
  }

  @Test
  void aRehearsalThatIsToldToStopLeavesNoServerBehind() throws Exception {
    List<String> command = new ArrayList<>(MARGAY);
    command.addAll(rehearse(MARGAY));
    Process rehearsal =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("rehearsal").toFile())
            .start();
    await().atMost(Duration.ofSeconds(60)).until(() -> port().isPresent());
    int port = port().getAsInt();
    rehearsal.destroy();
    assertThat(rehearsal.waitFor()).isNotEqualTo(Main.OK);
    await().atMost(Duration.ofSeconds(60)).until(() -> !answers(port));
  }
}
