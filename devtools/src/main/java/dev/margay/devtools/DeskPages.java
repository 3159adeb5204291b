package dev.margay.devtools;

import dev.margay.devtools.reload.PolicyFields;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Devlove's own pages below {@code /__margay/}, in front of the site's. Whoever may not see them,
 * and whoever asks for one that there is not, is given to the site, where such a path is missing
 * like any other.
 */
final class DeskPages extends Handler.Wrapper {
  private static final String FOLDER = "/__margay/";

  /** Answers a GET request. */
  @FunctionalInterface
  interface Page {
    void answer(Request request, Response response, Callback callback);
  }

  private final PageGuard guard;
  private final UnaryOperator<InetSocketAddress> visitor;
  private final Map<String, Page> pages;

  /**
   * Pages in front of {@code site}.
   *
   * @param visitor who stands behind the other end of a connection
   * @param pages by path
   */
  DeskPages(
      Handler site,
      PageGuard guard,
      UnaryOperator<InetSocketAddress> visitor,
      Map<String, Page> pages) {
    super(site);
    this.guard = guard;
    this.visitor = visitor;
    this.pages = Map.copyOf(pages);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getPath();
    if (path != null && path.startsWith(FOLDER) && HttpMethod.GET.is(request.getMethod())) {
      Page page = pages.get(path);
      if (page != null && isAdmitted(request)) {
        page.answer(request, response, callback);
        return true;
      }
    }
    PolicyFields.adjust(request);
    return super.handle(request, response, callback);
  }

  private boolean isAdmitted(Request request) {
    if (!(request.getConnectionMetaData().getRemoteSocketAddress()
        instanceof InetSocketAddress remote)) {
      return false;
    }
    InetAddress from = visitor.apply(remote).getAddress();
    String host = request.getHttpURI().getHost();
    return from != null
        && guard.judge(from, host, request.getHeaders()) == PageGuard.Verdict.ADMITTED;
  }
}
