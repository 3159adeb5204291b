package dev.margay.devtools.visits;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The answers of the visit page. Each says that nothing but itself may be loaded or framed, and
 * that no other origin may read it.
 */
final class DeskAnswer {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

  private DeskAnswer() {}

  static void json(
      Request request, Response response, Callback callback, Supplier<String> content) {
    dynamic(request, response, callback, "application/json", content);
  }

  static void har(Request request, Response response, Callback callback, Supplier<String> content) {
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"margay-visits.har\"");
    dynamic(request, response, callback, "application/json", content);
  }

  private static void dynamic(
      Request request,
      Response response,
      Callback callback,
      String type,
      Supplier<String> content) {
    try {
      byte[] bytes = content.get().getBytes(StandardCharsets.UTF_8);
      send(response, callback, type, "no-store", bytes);
    } catch (RuntimeException | Error e) { // nobody else would end the request
      Response.writeError(request, response, callback, e);
    }
  }

  /** A part of the page that is always the same. */
  static void part(Response response, Callback callback, String type, byte[] content) {
    send(response, callback, type, "no-cache", content);
  }

  private static void send(
      Response response, Callback callback, String type, String control, byte[] content) {
    HttpFields.Mutable fields = response.getHeaders();
    fields.put(HttpHeader.CONTENT_TYPE, type);
    fields.put(HttpHeader.CACHE_CONTROL, control);
    fields.put("Content-Security-Policy", POLICY);
    fields.put("X-Content-Type-Options", "nosniff");
    fields.put("Cross-Origin-Resource-Policy", "same-origin");
    fields.put("Referrer-Policy", "no-referrer");
    fields.put(HttpHeader.CONTENT_LENGTH, content.length);
    response.write(true, ByteBuffer.wrap(content), callback);
  }

  /** A number that the request's query gives; empty if it gives none. */
  static OptionalLong number(Request request, String name) {
    try {
      return OptionalLong.of(
          Long.parseLong(String.valueOf(Request.extractQueryParameters(request).getValue(name))));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
