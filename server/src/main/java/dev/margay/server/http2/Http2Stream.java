package dev.margay.server.http2;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** One request and its response (RFC 9113 §5), as Jetty's channel of it sees them. */
final class Http2Stream implements HttpStream {
  private final Http2Connection connection;
  private final Exchanges exchanges;
  private final int id;

  /** Null where nothing follows the request's fields. */
  private final RequestContent content;

  /** What is to be sent and how far that is; guarded by the outbound side. */
  private final OutboundState outbound;

  private volatile boolean requestEnded;
  private volatile boolean answered;

  /** Guarded by this. Whether a handler knows of the request. */
  private boolean begun;

  /** Guarded by this. Null once the exchange is over. */
  private HttpChannel channel;

  /** Guarded by this. Whether a failure was told to the channel, which may still be at it. */
  private boolean failed;

  /** Written and read one after the other, by whoever answers. */
  private MetaData.Response head;

  Http2Stream(
      Http2Connection connection,
      Exchanges exchanges,
      int id,
      RequestContent content,
      HttpChannel channel) {
    this.connection = connection;
    this.exchanges = exchanges;
    this.id = id;
    this.content = content;
    this.requestEnded = content == null;
    this.outbound = new OutboundState(id);
    this.channel = channel;
  }

  int id() {
    return id;
  }

  OutboundState outbound() {
    return outbound;
  }

  /** What comes after the request's fields; null if nothing does. */
  RequestContent content() {
    return content;
  }

  /** Whether the client has sent all of the request. */
  boolean requestEnded() {
    return requestEnded;
  }

  void endRequest() {
    requestEnded = true;
  }

  /** Whether the response's fields are on their way. */
  boolean answered() {
    return answered;
  }

  @Override
  public String getId() {
    return String.valueOf(id);
  }

  @Override
  public Content.Chunk read() {
    if (content == null) {
      return Content.Chunk.EOF;
    }
    Content.Chunk chunk = content.read();
    if (chunk != null && chunk.hasRemaining()) {
      exchanges.used(this, chunk.remaining());
    }
    return chunk;
  }

  @Override
  public void demand() {
    if (content == null || content.demand()) {
      contentAvailable();
    }
  }

  /** Tells the handler that there is something to read. */
  void contentAvailable() {
    HttpChannel current;
    synchronized (this) {
      current = channel;
    }
    Runnable task = current == null ? null : current.onContentAvailable();
    if (task != null) {
      exchanges.run(task);
    }
  }

  @Override
  public void prepareResponse(HttpFields.Mutable headers) {
    // all of it is the handlers'
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.Response response,
      boolean last,
      ByteBuffer bytes,
      Callback callback) {
    ByteBuffer body =
        bytes == null || HttpMethod.HEAD.is(request.getMethod()) ? BufferUtil.EMPTY_BUFFER : bytes;
    if (response == null) {
      if (last || body.hasRemaining()) {
        exchanges.send(this, null, body, last, trailers(last), callback);
      } else {
        callback.succeeded();
      }
      return;
    }
    MetaData.Response fields = response;
    if (!HttpStatus.isInterim(response.getStatus())) {
      long announced = response.getContentLength();
      if (last && announced < 0) {
        fields = withLength(response, BufferUtil.length(bytes));
      } else if (last && body.hasRemaining() && announced != body.remaining()) {
        callback.failed(new HttpException.RuntimeException(500, "Incorrect Content-Length"));
        return;
      }
      answered = true;
    }
    head = fields;
    exchanges.send(this, fields, body, last, trailers(last), callback);
  }

  private static MetaData.Response withLength(MetaData.Response response, long length) {
    return new MetaData.Response(
        response.getStatus(),
        response.getReason(),
        response.getHttpVersion(),
        response.getHttpFields(),
        length,
        response.getTrailersSupplier());
  }

  private HttpFields trailers(boolean last) {
    if (!last || head == null || head.getTrailersSupplier() == null) {
      return null;
    }
    HttpFields trailers = head.getTrailersSupplier().get();
    return trailers == null || trailers.size() == 0 ? null : trailers;
  }

  @Override
  public Runnable cancelSend(Throwable cause, Callback callback) {
    return () -> {
      exchanges.reset(this, ErrorCode.CANCEL, cause);
      callback.failed(cause);
    };
  }

  @Override
  public void push(MetaData.Request resource) {
    exchanges.push(this, resource);
  }

  @Override
  public long getIdleTimeout() {
    return connection.getEndPoint().getIdleTimeout();
  }

  /** The connection's is everyone's. */
  @Override
  public void setIdleTimeout(long idleTimeout) {
    // what is idle is the connection
  }

  @Override
  public boolean isCommitted() {
    return answered;
  }

  @Override
  public Throwable consumeAvailable() {
    Throwable left = HttpStream.consumeAvailable(this, connection.facts().getHttpConfiguration());
    if (left != null && content != null) {
      exchanges.dropped(content.fail(left));
    }
    return left;
  }

  /** The exchange is over: its response was sent. */
  @Override
  public void succeeded() {
    if (!requestEnded) {
      exchanges.abandon(this, HttpStream.CONTENT_NOT_CONSUMED);
    }
    HttpChannel unused;
    synchronized (this) {
      unused = failed ? null : channel;
      channel = null;
    }
    if (unused != null) {
      unused.recycle();
      exchanges.offer(unused);
    }
  }

  @Override
  public void failed(Throwable cause) {
    exchanges.abandon(this, cause);
  }

  /** Whether the request is to be handled: it was not reset before that. */
  synchronized boolean begin() {
    begun = !outbound.reset;
    return begun;
  }

  /**
   * What tells the handler that the client went away, or reset the stream; null if it does not know
   * of it, or is done.
   */
  Runnable lost(Throwable cause) {
    HttpChannel current = toFail();
    return current == null ? null : current.onRemoteFailure(new EofException(cause));
  }

  /** What answers a request that no handler is to see; null if it was reset. */
  Runnable broken(Throwable cause) {
    HttpChannel current = begin() ? toFail() : null;
    return current == null ? null : current.onFailure(cause);
  }

  private synchronized HttpChannel toFail() {
    failed = true;
    return begun ? channel : null;
  }
}
