package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** One client's excess is that client's end: the next one is served, and memory stays bounded. */
@Isolated("it measures memory, and looks at all that the process logs")
class FloodTest {
  private static final int FRAMES = 20_000;
  private static final long TOLERABLE_GROWTH = 48L << 20;
  private static final Duration PROMPT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  @TempDir private Path workingDir;
  private final ServerComplaints complaints = new ServerComplaints();
  private ServedSite site;
  private long memoryBefore;

  @BeforeEach
  void serve() throws Exception {
    Files.writeString(folder.resolve("index.html"), "home");
    site = ServedSite.cleartext(folder, workingDir);
    assertOthersAreServed();
    memoryBefore = memory();
  }

  @AfterEach
  void nothingIsLeftOfIt() throws Exception {
    assertOthersAreServed();
    assertThat(memory() - memoryBefore).isLessThan(TOLERABLE_GROWTH);
    site.close();
    complaints.close();
    assertThat(complaints.list()).isEmpty();
  }

  private void assertOthersAreServed() throws IOException {
    long begun = System.nanoTime();
    assertThat(site.get("/").body()).isEqualTo("home");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMPT);
  }

  private static long memory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The server must end a connection that does this. */
  private void assertEnds(Http2Frames frames) throws IOException {
    try (RawConnection connection = site.connect()) {
      connection.send(frames.text());
      connection.rest();
    }
  }

  @Test
  void rapidReset() throws IOException {
    Http2Frames frames = new Http2Frames();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(Http2Frames.HEADERS, 5, 2 * i + 1, Http2Frames.GET);
      frames.add(Http2Frames.RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8});
    }
    assertEnds(frames);
  }

  @Test
  void malformedRequestsWithoutEnd() throws IOException {
    Http2Frames frames = new Http2Frames();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(Http2Frames.HEADERS, 5, 2 * i + 1, (byte) 0x84);
    }
    frames.add(Http2Frames.PING, 0, 1, new byte[8]); // a PING on a stream ends any connection
    assertEnds(frames);
  }

  @Test
  void settings() throws IOException {
    Http2Frames frames = new Http2Frames();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(Http2Frames.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, (byte) (i >> 8), (byte) i});
    }
    assertEnds(frames);
  }

  @Test
  void pings() throws IOException {
    Http2Frames frames = new Http2Frames();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(Http2Frames.PING, 0, 0, new byte[8]);
    }
    assertEnds(frames);
  }

  @Test
  void emptyData() throws IOException {
    Http2Frames frames = new Http2Frames();
    frames.add(Http2Frames.HEADERS, Http2Frames.END_HEADERS, 1, Http2Frames.GET);
    for (int i = 0; i < FRAMES; i++) {
      frames.add(Http2Frames.DATA, 0, 1);
    }
    assertEnds(frames);
  }

  @Test
  void continuationsWithoutEnd() throws IOException {
    Http2Frames frames = new Http2Frames();
    frames.add(Http2Frames.HEADERS, Http2Frames.END_STREAM, 1, Http2Frames.GET);
    byte[] field = literal("x", "y".repeat(100));
    for (int i = 0; i < FRAMES; i++) {
      frames.add(Http2Frames.CONTINUATION, 0, 1, field);
    }
    assertEnds(frames);
  }

  @Test
  void emptyContinuationsWithoutEnd() throws IOException {
    Http2Frames frames = new Http2Frames();
    frames.add(Http2Frames.HEADERS, Http2Frames.END_STREAM, 1, Http2Frames.GET);
    for (int i = 0; i < FRAMES; i++) {
      frames.add(Http2Frames.CONTINUATION, 0, 1);
    }
    assertEnds(frames);
  }

  /** A field of 4,000 bytes goes into the table once, and is named 12,000 times: 48 MB. */
  @Test
  void headerBomb() throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(Http2Frames.GET);
    block.write(0x40);
    block.writeBytes(tail("x", "y".repeat(4_000)));
    for (int i = 0; i < 12_000; i++) {
      block.write(0xbe);
    }
    Http2Frames frames = new Http2Frames();
    frames.add(Http2Frames.HEADERS, 5, 1, block.toByteArray());
    frames.add(Http2Frames.PING, 0, 1, new byte[8]);
    assertEnds(frames);
  }

  @Test
  void tenThousandFields() throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(Http2Frames.GET);
    byte[] field = literal("x", "y");
    Http2Frames frames = new Http2Frames();
    for (int i = 0; i < 3_000; i++) {
      block.writeBytes(field);
    }
    frames.add(Http2Frames.HEADERS, Http2Frames.END_STREAM, 1, block.toByteArray());
    for (int i = 0; i < 3; i++) {
      frames.add(Http2Frames.CONTINUATION, i == 2 ? 4 : 0, 1, block.toByteArray());
    }
    frames.add(Http2Frames.PING, 0, 1, new byte[8]);
    assertEnds(frames);
  }

  private static byte[] literal(String name, String value) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(0);
    field.writeBytes(tail(name, value));
    return field.toByteArray();
  }

  /** A name and a value of fewer than 16,384 bytes, not Huffman-coded (RFC 7541 §5.1, §5.2). */
  private static byte[] tail(String name, String value) {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    field.write(name.length());
    field.writeBytes(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    if (value.length() < 127) {
      field.write(value.length());
    } else {
      int rest = value.length() - 127;
      field.write(127);
      field.write(rest % 128 | 128);
      field.write(rest / 128);
    }
    field.writeBytes(value.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return field.toByteArray();
  }

  @Test
  void clientsThatNeverComeToAnEnd() throws IOException {
    List<RawConnection> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        RawConnection connection = site.connect();
        slow.add(connection);
        connection.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      }
      for (int round = 0; round < 5; round++) {
        for (RawConnection connection : slow) {
          connection.send("a");
        }
        assertOthersAreServed();
      }
    } finally {
      for (RawConnection connection : slow) {
        connection.close();
      }
    }
  }

  @Test
  void handshakesThatNeverComeToAnEnd() throws Exception {
    List<RawConnection> slow = new ArrayList<>();
    Path keys = Files.createDirectory(workingDir.resolve("tls"));
    try (ServedSite tls = ServedSite.overTls(folder, keys)) {
      for (int i = 0; i < 200; i++) {
        RawConnection connection = tls.connect();
        slow.add(connection);
        connection.send("\u0016\u0003\u0001\u0002\u0000\u0001");
      }
      try (RawConnection plain = tls.connect()) {
        plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(plain.rest()).doesNotContain("HTTP");
      }
      assertThat(TlsVisitor.get(tls.port(), "/")).isEqualTo("home");
    } finally {
      for (RawConnection connection : slow) {
        connection.close();
      }
    }
  }
}
