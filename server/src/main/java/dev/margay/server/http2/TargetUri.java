package dev.margay.server.http2;

import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpURI;

/** What a request asks for, as a URI (RFC 9113 §8.3.1). */
final class TargetUri {
  private TargetUri() {}

  /**
   * The URI that Jetty makes of these; without its parser where nothing of the path needs it.
   *
   * @param scheme in lower case
   * @param authority null if there is none
   * @throws RuntimeException if the path cannot be read
   */
  static HttpURI of(String scheme, HostPortHttpField authority, String path) {
    String host = authority == null ? null : authority.getHost();
    int port = authority == null ? -1 : authority.getPort();
    if (isPlain(path) && (host == null || !host.isEmpty())) {
      return new HttpURI.Unsafe(scheme, host, port, path, null, null);
    }
    return HttpURI.build().scheme(scheme).host(host).port(port).pathQuery(path);
  }

  /**
   * Whether a path is its own canonical form, as anyone sees: of unreserved characters (RFC 3986
   * §2.3) between single slashes, without a dot that begins a segment.
   */
  private static boolean isPlain(String path) {
    char before = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean plain =
          switch (c) {
            case '/', '.' -> before != '/';
            case '-', '_', '~' -> true;
            default -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
          };
      if (!plain) {
        return false;
      }
      before = c;
    }
    return path.startsWith("/");
  }
}
