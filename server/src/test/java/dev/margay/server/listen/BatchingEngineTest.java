package dev.margay.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.config.TlsIdentity;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
class BatchingEngineTest {
  private static final char[] PASSWORD = "secret".toCharArray();
  private static final int MOST = 100_000;

  /** With TLS 1.3 the JDK makes them a little smaller than they may be. */
  private static final int SMALLEST_RECORD = 16_384 - 32;

  /** A handshake takes about ten. */
  private static final int MOST_STEPS = 30;

  @Parameter private String protocol;
  private BatchingEngine server;
  private SSLEngine client;
  private final ByteBuffer wire = ByteBuffer.allocate(1 << 19);
  private final ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
  private final ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
  private final ByteBuffer received = ByteBuffer.allocate(1 << 19);

  @BeforeEach
  void shakeHands() throws Exception {
    KeyManagerFactory keys =
        KeyManagerFactory.getInstance(Security.getProperty("ssl.KeyManagerFactory.algorithm"));
    keys.init(store(ServerIdentity.rsa()), PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), SslContextFactory.TRUST_ALL_CERTS, null);
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    server = new BatchingEngine(engine);
    client = context.createSSLEngine();
    client.setUseClientMode(true);
    client.setEnabledProtocols(new String[] {protocol});
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < MOST_STEPS; i++) {
      step(client, toServer, toClient);
      step(server, toClient, toServer);
    }
    assertThat(client.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
    server.beginBatches(MOST);
    assertThat(server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
  }

  private static KeyStore store(TlsIdentity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, PASSWORD);
    store.setKeyEntry(
        "server", identity.key(), PASSWORD, identity.chain().toArray(X509Certificate[]::new));
    return store;
  }

  private void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws Exception {
    runTasks(engine);
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      engine.wrap(ByteBuffer.allocate(0), out);
    } else {
      engine.unwrap(in.flip(), received.clear());
      in.compact();
    }
  }

  private void take(ByteBuffer records) throws Exception {
    while (records.hasRemaining()) {
      assertThat(client.unwrap(records, received).bytesConsumed()).isPositive();
    }
  }

  private static void runTasks(SSLEngine engine) {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
  }

  private static ByteBuffer random(int bytes) {
    byte[] random = new byte[bytes];
    new Random(3).nextBytes(random);
    return ByteBuffer.wrap(random);
  }

  @Test
  void aWriteIsAsManyWholeRecordsAsFit() throws Exception {
    ByteBuffer body = random(250_000);
    SSLEngineResult first = server.wrap(body, wire.clear());
    assertThat(first.bytesConsumed()).isBetween(6 * SMALLEST_RECORD, 6 * 16_384);
    assertThat(first.bytesProduced())
        .isEqualTo(wire.position())
        .isBetween(6 * SMALLEST_RECORD, MOST);
  }

  @Test
  void aPartOfARecordThatFitsGoesWithTheOthers() throws Exception {
    ByteBuffer body = random(5 * 16_384 + 10_000);
    assertThat(server.wrap(body, wire.clear()).bytesProduced()).isLessThanOrEqualTo(MOST);
    assertThat(body.hasRemaining()).isFalse();
  }

  @Test
  void noPartOfARecordIsMadeOfWhatWouldFillIt() throws Exception {
    ByteBuffer body = random(6 * 16_384 + 10_000);
    server.wrap(body, wire.clear());
    assertThat(body.remaining()).isBetween(10_000, 10_000 + 6 * (16_384 - SMALLEST_RECORD));
  }

  @Test
  void allOfItArrives() throws Exception {
    received.clear();
    ByteBuffer body = random(250_000);
    while (body.hasRemaining()) {
      server.wrap(body, wire.clear());
      take(wire.flip());
    }
    assertThat(received.flip()).isEqualTo(body.rewind());
  }

  @Test
  void whatTheLastRecordHeldIsToldWhereNothingCameBehindIt() throws Exception {
    client.wrap(random(300), wire.clear());
    client.wrap(random(200), wire);
    wire.flip();
    server.unwrap(wire, received.clear());
    assertThat(server.lastRead()).isZero();
    server.unwrap(wire, received);
    assertThat(server.lastRead()).isEqualTo(200);
    server.unwrap(wire, received);
    assertThat(server.lastRead()).isZero();
  }

  @Test
  void aPartOfARecordIsNotTheLast() throws Exception {
    client.wrap(random(300), wire.clear());
    wire.flip().limit(100);
    server.unwrap(wire, received.clear());
    assertThat(server.lastRead()).isZero();
  }

  @Test
  void theInboundSideEndsWhenTheClientSaysSo() throws Exception {
    assertThat(server.isInboundDone()).isFalse();
    client.closeOutbound();
    client.wrap(ByteBuffer.allocate(0), wire.clear());
    server.unwrap(wire.flip(), received.clear());
    assertThat(server.isInboundDone()).isTrue();
  }

  @Test
  void whatIsAbandonedHasNothingLeftToSend() throws Exception {
    server.beginBatches(0);
    client.closeOutbound();
    client.wrap(ByteBuffer.allocate(0), toServer);
    server.unwrap(toServer.flip(), received);
    server.abandon(ByteBuffer.allocate(BatchingEngine.RECORD));
    assertThat(server.isOutboundDone()).isTrue();
    assertThat(server.wrap(random(1000), wire).getStatus())
        .isEqualTo(SSLEngineResult.Status.CLOSED);
  }

  @Test
  void roomForABatchIsAskedForWhileThatIsMadeOnly() {
    assertThat(server.getSession().getPacketBufferSize()).isGreaterThan(MOST);
    server.endBatches();
    assertThat(server.getSession().getPacketBufferSize()).isLessThan(20_000);
  }

  @Test
  void withoutABatchItIsOneRecord() throws Exception {
    server.endBatches();
    ByteBuffer body = random(50_000);
    server.wrap(body, wire.clear());
    assertThat(body.remaining()).isBetween(50_000 - 16_384, 50_000 - SMALLEST_RECORD);
  }

  @Test
  void thatThereIsNoRoomIsSaid() throws Exception {
    ByteBuffer body = random(50_000);
    assertThat(server.wrap(body, ByteBuffer.allocate(10)).getStatus())
        .isEqualTo(SSLEngineResult.Status.BUFFER_OVERFLOW);
  }
}
