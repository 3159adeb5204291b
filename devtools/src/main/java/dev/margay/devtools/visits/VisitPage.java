package dev.margay.devtools.visits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The files of the visit page, which lie with the program. */
public enum VisitPage {
  /** The page itself. */
  HTML("visits.html", "text/html;charset=utf-8"),
  /** How it looks. */
  STYLE("visits.css", "text/css;charset=utf-8"),
  /** What fills it. */
  SCRIPT("visits.js", "text/javascript;charset=utf-8");

  private final String name;
  private final String type;

  VisitPage(String name, String type) {
    this.name = name;
    this.type = type;
  }

  /** Sends it. */
  public void send(Request request, Response response, Callback callback) {
    try (InputStream in = VisitPage.class.getResourceAsStream(name)) {
      DeskAnswer.part(response, callback, type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of the program is missing", e);
    }
  }
}
