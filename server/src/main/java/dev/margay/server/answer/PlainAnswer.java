package dev.margay.server.answer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer that is no asset: an error, a redirect, the reply to OPTIONS. Its body is the status
 * and its reason in one line, and tells nothing of the server or the failure.
 */
public final class PlainAnswer {
  private static final HttpField TEXT =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
  private static final HttpField NO_SNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

  private PlainAnswer() {}

  /** Sends {@code status} with {@code fields} and, where a body is allowed, its line of text. */
  public static void send(
      Request request, Response response, Callback callback, int status, HttpFields fields) {
    byte[] text = text(status);
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(fields).add(NO_SNIFF);
    response.setStatus(status);
    if (HttpStatus.hasNoBody(status)) {
      response.write(true, null, callback);
      return;
    }
    headers.add(TEXT).put(HttpHeader.CONTENT_LENGTH, text.length);
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, head ? null : ByteBuffer.wrap(text), callback);
  }

  private static byte[] text(int status) {
    return (status + " " + HttpStatus.getMessage(status) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
