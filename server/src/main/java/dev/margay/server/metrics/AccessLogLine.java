package dev.margay.server.metrics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** How a request is written down: as JSON, or in the combined form of the common log format. */
public final class AccessLogLine {
  private static final DateTimeFormatter COMMON_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter JSON_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int MILLIS = 1000;

  private static final byte[] TIME = ascii("{\"time\":\"");
  private static final byte[] CLIENT = ascii(",\"client\":\"");
  private static final byte[] PROTOCOL = ascii(",\"protocol\":\"");
  private static final byte[] METHOD = ascii(",\"method\":\"");
  private static final byte[] HOST = ascii(",\"host\":\"");
  private static final byte[] TARGET = ascii(",\"target\":\"");
  private static final byte[] STATUS = ascii(",\"status\":");
  private static final byte[] BYTES = ascii(",\"bytes\":");
  private static final byte[] MICROS = ascii(",\"micros\":");
  private static final byte[] CODING = ascii(",\"coding\":\"");
  private static final byte[] TIER = ascii(",\"tier\":\"");
  private static final byte[] CACHE = ascii(",\"cache\":\"");
  private static final byte[] AHEAD = ascii(",\"ahead\":\"");
  private static final byte[] REFERER = ascii(",\"referer\":\"");
  private static final byte[] AGENT = ascii(",\"agent\":\"");

  private final boolean json;
  private final Function<Request, String> client;
  private final InstantSource clock;

  /** The second that was written last: thousands of lines share one. */
  private volatile Second second = new Second(Long.MIN_VALUE, "");

  /** A second since the epoch, and how it is written. */
  private static final class Second {
    private final long number;
    private final byte[] text;

    Second(long number, String text) {
      this.number = number;
      this.text = ascii(text);
    }
  }

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

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Adds the line for a request that has ended, with its line feed. */
  void write(LineBytes line, Request request, Response response, Exchange exchange) {
    if (json) {
      writeJson(line, request, response, exchange);
    } else {
      writeCommon(line, request, response, exchange);
    }
    line.add('\n');
  }

  private void writeJson(LineBytes line, Request request, Response response, Exchange exchange) {
    long now = clock.millis();
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - request.getBeginNanoTime());
    line.add(TIME).add(secondOf(now, JSON_TIME));
    long millis = Math.floorMod(now, MILLIS);
    line.add((char) ('0' + millis / 100)).add((char) ('0' + millis / 10 % 10));
    line.add((char) ('0' + millis % 10)).add('Z').add('"');
    text(line, CLIENT, client.apply(request));
    text(line, PROTOCOL, request.getConnectionMetaData().getProtocol());
    text(line, METHOD, request.getMethod());
    HttpURI uri = request.getHttpURI();
    host(line, uri);
    text(line, TARGET, uri.getPathQuery());
    line.add(STATUS).add(response.getStatus());
    line.add(BYTES).add(Response.getContentBytesWritten(response));
    line.add(MICROS).add(Math.max(0, micros));
    if (exchange != null) {
      text(line, CODING, exchange.coding().token());
      text(line, TIER, exchange.tier().label());
      text(line, CACHE, exchange.served().label());
    }
    text(line, AHEAD, SentAhead.of(request));
    text(line, REFERER, request.getHeaders().get(HttpHeader.REFERER));
    text(line, AGENT, request.getHeaders().get(HttpHeader.USER_AGENT));
    line.add('}');
  }

  private byte[] secondOf(long millis, DateTimeFormatter form) {
    long number = Math.floorDiv(millis, MILLIS);
    Second known = second;
    if (known.number != number) {
      known = new Second(number, form.format(Instant.ofEpochSecond(number)));
      second = known;
    }
    return known.text;
  }

  private static void text(LineBytes line, byte[] name, String value) {
    if (value != null) {
      line.add(name).addEscaped(value).add('"');
    }
  }

  /** Host and port as the client named them. */
  private static void host(LineBytes line, HttpURI uri) {
    String host = uri.getHost();
    if (host != null) {
      line.add(HOST).addEscaped(host);
      if (uri.getPort() > 0) {
        line.add(':').add(uri.getPort());
      }
      line.add('"');
    }
  }

  /** Combined log format, with coding, tier, cache outcome and what was sent ahead behind it. */
  private void writeCommon(LineBytes line, Request request, Response response, Exchange exchange) {
    line.addEscaped(client.apply(request)).add(' ').add('-').add(' ').add('-').add(' ').add('[');
    line.add(secondOf(clock.millis(), COMMON_TIME)).add(']').add(' ').add('"');
    line.addEscaped(request.getMethod()).add(' ');
    line.addEscaped(String.valueOf(request.getHttpURI().getPathQuery())).add(' ');
    line.addEscaped(request.getConnectionMetaData().getProtocol()).add('"').add(' ');
    line.add(response.getStatus()).add(' ').add(Response.getContentBytesWritten(response));
    quoted(line, request.getHeaders().get(HttpHeader.REFERER));
    quoted(line, request.getHeaders().get(HttpHeader.USER_AGENT));
    word(line, exchange == null ? "-" : exchange.coding().token());
    word(line, exchange == null ? "-" : exchange.tier().label());
    word(line, exchange == null ? "-" : exchange.served().label());
    quoted(line, SentAhead.of(request));
  }

  private static void quoted(LineBytes line, String value) {
    line.add(' ').add('"').addEscaped(value == null ? "-" : value).add('"');
  }

  private static void word(LineBytes line, String value) {
    line.add(' ').addEscaped(value);
  }
}
