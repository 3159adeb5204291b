package dev.margay.server.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a connection begins and ends, where the client's bytes come exactly as they are given. */
class GoodbyeTest {
  private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
  private ByteArrayEndPoint endPoint;
  private Http2Connection connection;

  @BeforeEach
  void connect() throws Exception {
    scheduler.start();
    Server server = new Server(null, scheduler, new ArrayByteBufferPool());
    Http2Settings settings =
        new Http2Settings(new HttpConfiguration(), 128, false, true, new WriteBudget());
    Http2ConnectionFactory factory = Http2ConnectionFactory.overTls(settings);
    endPoint = new ByteArrayEndPoint(scheduler, 10_000);
    connection = factory.newConnection(new ServerConnector(server, factory), endPoint);
    endPoint.setConnection(connection);
    endPoint.onOpen();
  }

  @AfterEach
  void stop() throws Exception {
    scheduler.stop();
  }

  private static ByteBuffer preface(byte[]... frames) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    bytes.write(RawClient.frame(Frames.SETTINGS, 0, 0));
    for (byte[] frame : frames) {
      bytes.write(frame);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static byte[] goodbye() {
    return RawClient.frame(Frames.GOAWAY, 0, 0, new byte[8]);
  }

  /** The types of the frames that were sent. */
  private List<Integer> sent() {
    ByteBuffer bytes = endPoint.takeOutput();
    List<Integer> types = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int first = bytes.getInt();
      types.add(first & 0xff);
      bytes.position(bytes.position() + 5 + (first >>> 8));
    }
    return types;
  }

  @Test
  void theServersPrefaceLeavesWithWhatAnswersTheClients() throws Exception {
    connection.onOpen();
    assertThat(sent()).isEmpty();
    endPoint.addInput(preface()); // read on a thread of the end point's
    assertThat(
            await().atMost(Duration.ofSeconds(10)).until(this::sent, frames -> !frames.isEmpty()))
        .startsWith(Frames.SETTINGS)
        .doesNotContain(Frames.GOAWAY);
  }

  @Test
  void whoSaysGoodbyeAndStaysIsToldGoodbye() throws Exception {
    endPoint.addInput(preface(goodbye()));
    connection.onOpen();
    assertThat(sent()).startsWith(Frames.SETTINGS).endsWith(Frames.GOAWAY);
  }

  @Test
  void whoGoesAsItSaysGoodbyeIsToldNothing() throws Exception {
    endPoint.addInput(preface(goodbye()));
    endPoint.addInputEOF();
    connection.onOpen();
    assertThat(sent()).startsWith(Frames.SETTINGS).doesNotContain(Frames.GOAWAY);
    assertThat(endPoint.isOpen()).isFalse();
  }
}
