package dev.margay.server.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** How a request is written down: as JSON, or in the combined form of the common log format. */
public final class AccessLogLine {
  private static final DateTimeFormatter COMMON_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final boolean json;
  private final Function<Request, String> client;
  private final InstantSource clock;

  /**
   * A form for lines.
   *
   * @param json or else the common form
   * @param client tells the address that a request comes from
   */
  public AccessLogLine(boolean json, Function<Request, String> client, InstantSource clock) {
    this.json = json;
    this.client = client;
    this.clock = clock;
  }

  /** The line for a request that has ended, with its line feed. */
  String format(Request request, Response response, Exchange exchange) {
    StringBuilder line = new StringBuilder(320);
    if (json) {
      appendJson(line, request, response, exchange);
    } else {
      appendCommon(line, request, response, exchange);
    }
    return line.append('\n').toString();
  }

  private void appendJson(
      StringBuilder line, Request request, Response response, Exchange exchange) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - request.getBeginNanoTime());
    line.append("{\"time\":\"").append(now).append('"');
    text(line, "client", client.apply(request));
    text(line, "protocol", request.getConnectionMetaData().getProtocol());
    text(line, "method", request.getMethod());
    text(line, "host", request.getHttpURI().getAuthority());
    text(line, "target", request.getHttpURI().getPathQuery());
    line.append(",\"status\":").append(response.getStatus());
    line.append(",\"bytes\":").append(Response.getContentBytesWritten(response));
    line.append(",\"micros\":").append(micros);
    if (exchange != null) {
      text(line, "coding", exchange.coding().token());
      text(line, "tier", exchange.tier().label());
      text(line, "cache", exchange.served().label());
    }
    text(line, "ahead", SentAhead.of(request));
    text(line, "referer", request.getHeaders().get(HttpHeader.REFERER));
    text(line, "agent", request.getHeaders().get(HttpHeader.USER_AGENT));
    line.append('}');
  }

  private static void text(StringBuilder line, String name, String value) {
    if (value != null) {
      line.append(",\"").append(name).append("\":\"");
      escape(line, value);
      line.append('"');
    }
  }

  /** Combined log format, with coding, tier, cache outcome and what was sent ahead behind it. */
  private void appendCommon(
      StringBuilder line, Request request, Response response, Exchange exchange) {
    line.append(client.apply(request)).append(" - - [");
    line.append(COMMON_TIME.format(clock.instant())).append("] \"");
    escape(line, request.getMethod());
    line.append(' ');
    escape(line, String.valueOf(request.getHttpURI().getPathQuery()));
    line.append(' ').append(request.getConnectionMetaData().getProtocol()).append("\" ");
    line.append(response.getStatus()).append(' ');
    line.append(Response.getContentBytesWritten(response));
    quoted(line, request.getHeaders().get(HttpHeader.REFERER));
    quoted(line, request.getHeaders().get(HttpHeader.USER_AGENT));
    if (exchange != null) {
      line.append(' ').append(exchange.coding().token());
      line.append(' ').append(exchange.tier().label());
      line.append(' ').append(exchange.served().label());
    } else {
      line.append(" - - -");
    }
    quoted(line, SentAhead.of(request));
  }

  private static void quoted(StringBuilder line, String value) {
    line.append(" \"");
    escape(line, value == null ? "-" : value);
    line.append('"');
  }

  /** As JSON strings (RFC 8259 §7); so no request can begin a line of its own. */
  private static void escape(StringBuilder line, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029') {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
  }
}
