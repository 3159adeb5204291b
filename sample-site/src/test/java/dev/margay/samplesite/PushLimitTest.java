package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.margay.server.config.ServerMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PushPromiseFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that takes few pushes at a time (RFC 9113 §5.1.2): the others are not taken for sent.
 */
class PushLimitTest {
  private static final int AT_A_TIME = 3;

  @TempDir Path folder;

  /** A connection of such a client, and the targets that it was promised, page by page. */
  private static final class Visit implements Session.Listener, Stream.Listener {
    private final Set<String> promised = ConcurrentHashMap.newKeySet();

    /** Promised streams that have not ended; they are there before the page ends. */
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();

    @Override
    public Map<Integer, Integer> onPreface(Session session) {
      return Map.of(SettingsFrame.MAX_CONCURRENT_STREAMS, AT_A_TIME);
    }

    @Override
    public Stream.Listener onPush(Stream pushed, PushPromiseFrame frame) {
      promised.add(frame.getMetaData().getHttpURI().getPathQuery());
      open.add(pushed.getId());
      return this;
    }

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
      ended(stream, frame.isEndStream());
      stream.demand();
    }

    @Override
    public void onDataAvailable(Stream stream) {
      Stream.Data data = stream.readData();
      if (data != null) {
        ended(stream, data.frame().isEndStream());
        data.release();
      }
      if (data == null || !data.frame().isEndStream()) {
        stream.demand();
      }
    }

    private void ended(Stream stream, boolean last) {
      if (last) {
        open.remove(stream.getId());
      }
    }

    /** Asks for the page on {@code session}; the targets that were promised for it. */
    Set<String> page(Session session, HttpURI page) throws Exception {
      promised.clear();
      MetaData.Request request =
          new MetaData.Request(
              "GET", page, HttpVersion.HTTP_2, HttpFields.build().add("accept-encoding", "br"));
      HeadersFrame headers = new HeadersFrame(request, null, true);
      Stream stream = session.newStream(headers, this).get(20, TimeUnit.SECONDS);
      await().atMost(Duration.ofSeconds(60)).until(() -> stream.isClosed() && open.isEmpty());
      return new HashSet<>(promised);
    }
  }

  @Test
  void whatFoundNoStreamIsPromisedAgain() throws Exception {
    try (AheadServer server =
        AheadServer.start(
            ServerMode.SERVE, TwelveAssets.in(folder.resolve("site")).root(), folder, Map.of())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> new PushVisitor(server).visit("/").targets().size() == 12);
      HTTP2Client client = new HTTP2Client();
      client.start();
      try {
        Visit visit = new Visit();
        Session session = connect(client, server, visit);
        HttpURI page = HttpURI.from(server.origin() + "/");
        Set<String> first = visit.page(session, page);
        assertThat(first).hasSizeBetween(1, 11);
        Set<String> second = visit.page(session, page);
        assertThat(second).isNotEmpty().doesNotContainAnyElementsOf(first);
      } finally {
        client.stop();
      }
    }
  }

  private static Session connect(HTTP2Client client, AheadServer server, Visit visit)
      throws Exception {
    SslContextFactory.Client tls = new SslContextFactory.Client(true);
    tls.start();
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.origin().getPort());
    return client.connect(tls, address, visit).get(20, TimeUnit.SECONDS);
  }
}
