package dev.margay.server.routing;

import java.util.Optional;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * An HTTP/2 request that is no HTTP message: without {@code :method}, with a {@code Connection}
 * field, and so on. It is a stream error, not a request to be answered (RFC 9113 §8.1.1). One whose
 * path alone cannot be read, as {@code /../x}, is answered as over HTTP/1.1.
 */
final class MalformedMessage {
  private static final int LONGEST_CHAIN = 8;

  private MalformedMessage() {}

  /** The stream to reset; empty if {@code failure} is another, or the client is gone. */
  static Optional<HTTP2Stream> streamOf(Request request, Throwable failure) {
    return isMalformed(failure)
            && request.getConnectionMetaData().getConnection() instanceof HTTP2Connection http2
        ? Optional.ofNullable(http2.getSession().getStream(Integer.parseInt(request.getId())))
        : Optional.empty();
  }

  /** Ends the stream as the specification wants it. */
  static void reset(HTTP2Stream stream) {
    stream.reset(new ResetFrame(stream.getId(), ErrorCode.PROTOCOL_ERROR.code), Callback.NOOP);
  }

  private static boolean isMalformed(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < LONGEST_CHAIN && cause != null; i++) {
      if (cause instanceof HpackException.StreamException) {
        return cause.getCause() == null;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
