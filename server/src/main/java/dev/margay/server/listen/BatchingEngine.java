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
 * An engine that encrypts as many records at once as its output holds, so that they leave in one
 * write. Its session asks for buffers of that size. All else is the other engine's.
 */
final class BatchingEngine extends SSLEngine {
  /** The largest record (RFC 8446 §5.2, RFC 5246 §6.2.3), generously, in bytes. */
  private static final int RECORD = 16 * 1024 + 512;

  private final SSLEngine engine;
  private final int batchBytes;
  private BatchingSession session;

  /**
   * Batches what {@code engine} encrypts.
   *
   * @param batchBytes how much is encrypted at once; with 0, one record
   */
  BatchingEngine(SSLEngine engine, int batchBytes) {
    super(engine.getPeerHost(), engine.getPeerPort());
    this.engine = engine;
    this.batchBytes = batchBytes;
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer output)
      throws SSLException {
    SSLEngineResult first = engine.wrap(sources, offset, length, output);
    if (!mayGoOn(first, sources, offset, length, output)) {
      return first;
    }
    int consumed = first.bytesConsumed();
    int produced = first.bytesProduced();
    SSLEngineResult last = first;
    while (mayGoOn(last, sources, offset, length, output)) {
      last = engine.wrap(sources, offset, length, output);
      consumed += last.bytesConsumed();
      produced += last.bytesProduced();
    }
    // What did not fit is told by the next call, when there is room for what this one produced.
    Status status = last.getStatus() == Status.BUFFER_OVERFLOW ? Status.OK : last.getStatus();
    return new SSLEngineResult(status, last.getHandshakeStatus(), consumed, produced);
  }

  private boolean mayGoOn(
      SSLEngineResult last, ByteBuffer[] sources, int offset, int length, ByteBuffer output) {
    return batchBytes > 0
        && last.getStatus() == Status.OK
        && last.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
        && last.bytesProduced() > 0
        && output.remaining() >= RECORD
        && anyRemains(sources, offset, length);
  }

  private static boolean anyRemains(ByteBuffer[] sources, int offset, int length) {
    for (int i = offset + length - 1; i >= offset; i--) {
      if (sources[i].hasRemaining()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public SSLSession getSession() {
    SSLSession now = engine.getSession();
    if (session == null || !session.isOf(now)) {
      session = new BatchingSession(now, batchBytes);
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
    return engine.unwrap(source, outputs, offset, length);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer output) throws SSLException {
    return engine.unwrap(source, output);
  }

  @Override
  public Runnable getDelegatedTask() {
    return engine.getDelegatedTask();
  }

  @Override
  public void closeInbound() throws SSLException {
    engine.closeInbound();
  }

  @Override
  public boolean isInboundDone() {
    return engine.isInboundDone();
  }

  @Override
  public void closeOutbound() {
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
