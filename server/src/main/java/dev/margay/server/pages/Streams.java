package dev.margay.server.pages;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** The HTTP/2 streams that requests come on (RFC 9113 §5.1.1). */
final class Streams {
  private Streams() {}

  static boolean http2(Request request) {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
  }

  /** The stream of an HTTP/2 request. */
  static int id(Request request) {
    return Integer.parseInt(request.getId());
  }

  /** Whether the server promised the request: such streams have even numbers. */
  static boolean promised(Request request) {
    String id = request.getId();
    return (id.charAt(id.length() - 1) & 1) == 0;
  }
}
