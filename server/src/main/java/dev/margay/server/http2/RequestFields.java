package dev.margay.server.http2;

import java.util.Arrays;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;

/** The fields of one block, held to RFC 9113 §8.2 and §8.3 together. */
final class RequestFields {
  private static final int USUAL = 16;

  private final int most;

  /** All but pseudo-fields. */
  private HttpField[] fields = new HttpField[USUAL];

  private int count;
  private int bytes;
  private HttpField method;
  private HttpField scheme;
  private HttpField authority;
  private HttpField path;
  private long length = -1;

  /** What is wrong first; null if nothing is. */
  private String flaw;

  /**
   * None yet.
   *
   * @param most what they may have together, in bytes (RFC 9113 §6.5.2)
   */
  RequestFields(int most) {
    this.most = most;
  }

  boolean isEmpty() {
    return bytes == 0;
  }

  /**
   * Adds the next field. A malformed one is remembered as such.
   *
   * @throws Violation of the connection if they are too large now
   */
  void add(FieldLine line) throws Violation {
    bytes += line.bytes();
    if (bytes > most) {
      throw Violation.ofConnection(ErrorCode.PROTOCOL_ERROR, "The fields are too large");
    }
    HttpField field = line.field();
    switch (line.kind()) {
      case METHOD -> method = pseudo(method, field);
      case SCHEME -> scheme = pseudo(scheme, field);
      case AUTHORITY -> authority = pseudo(authority, field);
      case PATH -> path = pseudo(path, field);
      case CONTENT_LENGTH -> addLength(field);
      case OTHER -> append(field);
      case MALFORMED, ILLEGAL_NAME -> malformed("A field is malformed");
    }
  }

  private HttpField pseudo(HttpField before, HttpField field) {
    if (before != null) {
      malformed("A pseudo-field comes twice");
    }
    if (count > 0) {
      malformed("A pseudo-field comes after a field");
    }
    return field;
  }

  /** The same length may come again (RFC 9110 §8.6). */
  private void addLength(HttpField field) {
    long value = field.getLongValue();
    if (length >= 0 && length != value) {
      malformed("The content has two lengths");
    }
    length = value;
    append(field);
  }

  private void append(HttpField field) {
    if (count == fields.length) {
      fields = Arrays.copyOf(fields, 2 * count);
    }
    fields[count++] = field;
  }

  private void malformed(String reason) {
    flaw = flaw == null ? reason : flaw;
  }

  /**
   * All of them: a request where there is a pseudo-field.
   *
   * @param stream whom they are for
   * @param begin when a request began, by {@link System#nanoTime()}
   * @throws Violation of the stream if they are malformed
   */
  MetaData build(int stream, long begin) throws Violation {
    boolean request = method != null || scheme != null || authority != null || path != null;
    boolean connect = request && method != null && HttpMethod.CONNECT.is(method.getValue());
    if (request && !(connect ? isTunnel() : isTarget())) {
      malformed("A pseudo-field is missing, or too many");
    }
    if (flaw != null) {
      throw Violation.ofStream(ErrorCode.PROTOCOL_ERROR, stream, flaw);
    }
    HttpFields all = HttpFields.from(Arrays.copyOf(fields, count));
    if (!request) {
      return new MetaData(HttpVersion.HTTP_2, all, length);
    }
    if (authority != null && !(authority instanceof HostPortHttpField)) {
      return failed(null);
    }
    HostPortHttpField host = (HostPortHttpField) authority;
    if (connect) {
      return new MetaData.ConnectRequest(begin, (String) null, host, null, all, null);
    }
    HttpURI target;
    try {
      target = TargetUri.of(scheme.getValue(), host, path.getValue());
    } catch (RuntimeException e) { // of whatever a path can be wrong in
      return failed(e);
    }
    return new MetaData.Request(begin, method.getValue(), target, HttpVersion.HTTP_2, all, length);
  }

  /** RFC 9113 §8.3.1. */
  private boolean isTarget() {
    return method != null && scheme != null && path != null;
  }

  /** RFC 9113 §8.5. */
  private boolean isTunnel() {
    return scheme == null && path == null && authority != null;
  }

  private static MetaData failed(Exception cause) {
    return MetaData.Failed.newFailedMetaDataRequest(
        HttpVersion.HTTP_2, new IllegalArgumentException("Invalid URI", cause));
  }
}
