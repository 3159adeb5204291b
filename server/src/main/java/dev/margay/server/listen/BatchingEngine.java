package dev.margay.server.listen;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * An engine that encrypts as many records at once as it was told to, so that they leave in one
 * write. Meanwhile its session asks for buffers of that size. All else is the other engine's.
 */
final class BatchingEngine extends SSLEngine {
  /** What a record carries at most (RFC 8446 §5.1), in bytes. */
  private static final int PLAINTEXT = 16 * 1024;

  /** What our ciphers add to it at most, in bytes. */
  private static final int CIPHER_OVERHEAD = 29;

  /** The largest record (RFC 8446 §5.2, RFC 5246 §6.2.3), generously, in bytes. */
  static final int RECORD = PLAINTEXT + 512;

  /** Behind whole records, engines want room for another whole one where a part is left. */
  private static final int SPARE = 4 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** More records than an engine keeps. */
  private static final int MOST_UNSENT = 8;

  private final SSLEngine engine;
  private BatchingSession session;

  /** How much is made at once, in bytes; 0 for one record. */
  private volatile int batchBytes;

  /** Whether the peer's last record may have come; asking the other engine costs a native call. */
  private volatile boolean ending;

  /** See {@link #lastRead()}. */
  private volatile int lastRead;

  /** Batches what {@code engine} encrypts. */
  BatchingEngine(SSLEngine engine) {
    super(engine.getPeerHost(), engine.getPeerPort());
    this.engine = engine;
  }

  /** From now on so many bytes are made at once, and asked room for. */
  void beginBatches(int bytes) {
    batchBytes = bytes;
  }

  /** From now on it is one record again. */
  void endBatches() {
    batchBytes = 0;
  }

  /** Room for a batch, in bytes; 0 where none is being made. */
  int batchRoom() {
    int bytes = batchBytes;
    return bytes == 0 ? 0 : bytes + SPARE;
  }

  /**
   * What the record held that was read last, in bytes; 0 where something came behind it, it was no
   * data, or there is more to do than to read the next.
   */
  int lastRead() {
    return lastRead;
  }

  /**
   * Gives back what the engine holds, now that nothing is sent or read any more. Conscrypt holds 50
   * KB outside of the heap until both sides are closed and nothing is left to send, or else until a
   * collection finds it; and who says goodbye to a visitor that has gone leaves something to send.
   *
   * @param unsent room for a record, which nobody gets
   */
  void abandon(ByteBuffer unsent) {
    try {
      closeInbound();
      closeOutbound();
      for (int i = 0; i < MOST_UNSENT && !engine.isOutboundDone(); i++) {
        engine.wrap(NOTHING, unsent.clear());
      }
    } catch (SSLException alreadyBroken) {
      // Who cannot be closed in order has closed itself.
    }
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer output)
      throws SSLException {
    SSLEngineResult last = wrapOne(sources, offset, length, output);
    if (remaining(sources, offset, length) == 0) {
      return last;
    }
    int consumed = last.bytesConsumed();
    int produced = last.bytesProduced();
    int most = batchBytes;
    while (mayGoOn(last, output) && fits(produced, remaining(sources, offset, length), most)) {
      last = wrapOne(sources, offset, length, output);
      consumed += last.bytesConsumed();
      produced += last.bytesProduced();
    }
    // What did not fit is told by the next call, when there is room for what this one produced.
    boolean full = last.getStatus() == Status.BUFFER_OVERFLOW && produced > 0;
    Status status = full ? Status.OK : last.getStatus();
    return new SSLEngineResult(status, last.getHandshakeStatus(), consumed, produced);
  }

  private SSLEngineResult wrapOne(ByteBuffer[] sources, int offset, int length, ByteBuffer output)
      throws SSLException {
    SSLEngineResult result = engine.wrap(sources, offset, length, output);
    if (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      lastRead = 0;
    }
    return result;
  }

  private static boolean mayGoOn(SSLEngineResult last, ByteBuffer output) {
    return last.getStatus() == Status.OK
        && last.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
        && last.bytesProduced() > 0
        && output.remaining() >= RECORD;
  }

  private static boolean fits(int produced, int left, int most) {
    return left > 0 && produced + Math.min(left, PLAINTEXT) + CIPHER_OVERHEAD <= most;
  }

  private static int remaining(ByteBuffer[] sources, int offset, int length) {
    int bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += sources[i].remaining();
    }
    return bytes;
  }

  @Override
  public SSLSession getSession() {
    SSLSession now = engine.getSession();
    if (session == null || !session.isOf(now)) {
      session = new BatchingSession(now, this);
    }
    return session;
  }

  /** None: buffers are sized by the session, whatever is being negotiated. */
  @Override
  public SSLSession getHandshakeSession() {
    return null;
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] outputs, int offset, int length)
      throws SSLException {
    try {
      SSLEngineResult result = engine.unwrap(source, outputs, offset, length);
      if (result.getStatus() == Status.CLOSED) {
        ending = true;
      }
      lastRead = wasLast(result, source) ? result.bytesProduced() : 0;
      return result;
    } catch (SSLException e) {
      ending = true;
      throw e;
    }
  }

  /** Whether the engine has nothing more to do with what came. */
  private static boolean wasLast(SSLEngineResult result, ByteBuffer source) {
    return result.getStatus() == Status.OK
        && result.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
        && !source.hasRemaining();
  }

  @Override
  public Runnable getDelegatedTask() {
    return engine.getDelegatedTask();
  }

  @Override
  public void closeInbound() throws SSLException {
    ending = true;
    lastRead = 0;
    engine.closeInbound();
  }

  @Override
  public boolean isInboundDone() {
    return ending && engine.isInboundDone();
  }

  @Override
  public void closeOutbound() {
    ending = true;
    lastRead = 0;
    engine.closeOutbound();
  }

  @Override
  public boolean isOutboundDone() {
    return engine.isOutboundDone();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return engine.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return engine.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    engine.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return engine.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return engine.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    engine.setEnabledProtocols(protocols);
  }

  @Override
  public void beginHandshake() throws SSLException {
    engine.beginHandshake();
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return engine.getHandshakeStatus();
  }

  @Override
  public void setUseClientMode(boolean client) {
    engine.setUseClientMode(client);
  }

  @Override
  public boolean getUseClientMode() {
    return engine.getUseClientMode();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    engine.setNeedClientAuth(need);
  }

  @Override
  public boolean getNeedClientAuth() {
    return engine.getNeedClientAuth();
  }

  @Override
  public void setWantClientAuth(boolean want) {
    engine.setWantClientAuth(want);
  }

  @Override
  public boolean getWantClientAuth() {
    return engine.getWantClientAuth();
  }

  @Override
  public void setEnableSessionCreation(boolean enable) {
    engine.setEnableSessionCreation(enable);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return engine.getEnableSessionCreation();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return engine.getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    engine.setSSLParameters(parameters);
  }

  @Override
  public String getApplicationProtocol() {
    return engine.getApplicationProtocol();
  }

  @Override
  public String getHandshakeApplicationProtocol() {
    return engine.getHandshakeApplicationProtocol();
  }

  @Override
  public void setHandshakeApplicationProtocolSelector(
      BiFunction<SSLEngine, List<String>, String> selector) {
    engine.setHandshakeApplicationProtocolSelector(selector);
  }

  @Override
  public BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
    return engine.getHandshakeApplicationProtocolSelector();
  }
}
