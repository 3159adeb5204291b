package dev.margay.samplesite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs for the best tier that wait by the hundred hold no bodies. */
class SmallHeapTest {
  private static final int FILES = 30;
  private static final int FILE_BYTES = 3 << 19;
  private static final String HEAP = "-Xmx40m";

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void aColdSiteLargerThanTheHeapIsServed() throws Exception {
    Path site = Files.createDirectory(folder.resolve("site"));
    for (int i = 0; i < FILES; i++) {
      Files.write(site.resolve(i + ".js"), someText(i));
    }
    Process server = serve(site);
    try (BufferedReader log = server.errorReader(UTF_8)) {
      Browser browser = Browser.overCleartext(URI.create(origin(log)));
      for (int i = 0; i < FILES; i++) {
        Browser.Answer answer = browser.get("/" + i + ".js", "Accept-Encoding", "zstd");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Decoding.decode(answer.coding(), answer.body())).isEqualTo(someText(i));
      }
      assertThat(server.isAlive()).isTrue();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /** Digits: coded fast, and hard to code well. */
  private static byte[] someText(int seed) {
    Random random = new Random(seed);
    byte[] text = new byte[FILE_BYTES];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) ('0' + random.nextInt(10));
    }
    return text;
  }

  private Process serve(Path site) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            HEAP,
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.margay.server.command.Main",
            "serve",
            site.toString(),
            "--cleartext",
            "--listen=127.0.0.1:0",
            "--admin=127.0.0.1:0",
            "--access-log=off",
            "--working-dir=" + folder)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String origin(BufferedReader log) throws IOException {
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.strip().startsWith("http://")) {
        return line.strip();
      }
    }
    throw new AssertionError("the server did not start");
  }
}
