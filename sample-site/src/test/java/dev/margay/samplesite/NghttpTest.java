package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.margay.server.config.ServerMode;
import dev.margay.server.config.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code nghttp -v} sees of pushes: the frames, in their order. */
class NghttpTest {
  private static final Path PROGRAM = Path.of("/usr/bin/nghttp");
  private static final Pattern FRAME =
      Pattern.compile("recv ([A-Z_]+) frame <length=\\d+, flags=0x[0-9a-f]+, stream_id=(\\d+)>");

  @TempDir Path folder;

  private record Frame(String type, int stream) {}

  private List<Frame> frames(AheadServer server, String... options) throws Exception {
    Path out = folder.resolve("nghttp.txt");
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-nv"));
    command.addAll(List.of(options));
    command.addAll(List.of("-H", "accept-encoding: br", server.origin() + "/"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(out, StandardCharsets.ISO_8859_1).stream()
        .map(FRAME::matcher)
        .filter(Matcher::find)
        .map(frame -> new Frame(frame.group(1), Integer.parseInt(frame.group(2))))
        .toList();
  }

  private AheadServer started(Map<Setting<?>, String> flags) throws Exception {
    assumeTrue(Files.isExecutable(PROGRAM), "no nghttp: apt-get install nghttp2-client");
    return AheadServer.start(ServerMode.SERVE, root(), folder, flags);
  }

  private Path root() throws IOException {
    return TwelveAssets.in(folder.resolve("site")).root();
  }

  private static int first(List<Frame> frames, String type, int stream) {
    return IntStream.range(0, frames.size())
        .filter(i -> frames.get(i).equals(new Frame(type, stream)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void promisesComeBeforeThePagesHeadersAndPushedBodiesAfterItsBody() throws Exception {
    try (AheadServer server = started(Map.of())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  frames(server).stream().filter(it -> it.type().equals("PUSH_PROMISE")).count()
                      == TwelveAssets.TARGETS.size());
      List<Frame> frames = frames(server);
      int page =
          frames.stream()
              .filter(it -> it.type().equals("PUSH_PROMISE"))
              .findFirst()
              .orElseThrow()
              .stream();
      int headers = first(frames, "HEADERS", page);
      assertThat(frames.subList(headers, frames.size()))
          .extracting(Frame::type)
          .doesNotContain("PUSH_PROMISE");
      int lastOfPage = frames.lastIndexOf(new Frame("DATA", page));
      assertThat(frames.subList(0, lastOfPage))
          .as("pushed bodies before the end of the page's")
          .noneMatch(frame -> frame.type().equals("DATA") && frame.stream() % 2 == 0);
      assertThat(frames.subList(lastOfPage, frames.size()))
          .filteredOn(frame -> frame.type().equals("HEADERS") && frame.stream() % 2 == 0)
          .hasSize(TwelveAssets.TARGETS.size());
    }
  }

  @Test
  void aClientThatTakesNoPushesGetsNoPromise() throws Exception {
    try (AheadServer server = started(Map.of())) {
      for (int visit = 0; visit < 3; visit++) {
        assertThat(frames(server, "--no-push"))
            .extracting(Frame::type)
            .doesNotContain("PUSH_PROMISE");
      }
    }
  }

  @Test
  void withPushDisabledThereIsNoPromise() throws Exception {
    try (AheadServer server = started(Map.of(Setting.DISABLE_PUSH, "true"))) {
      for (int visit = 0; visit < 3; visit++) {
        assertThat(frames(server)).extracting(Frame::type).doesNotContain("PUSH_PROMISE");
      }
    }
  }
}
