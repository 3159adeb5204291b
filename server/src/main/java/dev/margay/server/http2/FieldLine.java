package dev.margay.server.http2;

import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.util.HostPort;

/**
 * One field of a block, read and judged once, however often the client refers to it.
 *
 * @param bytes what it takes of a table or a list: 32 more than its name and value (RFC 7541 §4.1)
 */
record FieldLine(HttpField field, Kind kind, int bytes) {
  private static final int OVERHEAD = 32;

  /** What a field says in a request (RFC 9113 §8.3.1). */
  enum Kind {
    METHOD,
    SCHEME,
    AUTHORITY,
    PATH,
    CONTENT_LENGTH,
    OTHER,
    /** Nothing: no request may have it. */
    MALFORMED,
    /** Nothing, as its name is none; nor may another field with this name be in a request. */
    ILLEGAL_NAME
  }

  /** A field whose name and value have legal characters. */
  static FieldLine of(HttpHeader header, String name, String value) {
    Kind kind = kind(header, name, value);
    HttpField field =
        switch (kind) {
          case CONTENT_LENGTH -> new HttpField.LongValueHttpField(header, name, value);
          case AUTHORITY -> authority(name, value);
          case SCHEME -> new HttpField(header, name, HttpScheme.CACHE.get(value).asString());
          default -> new HttpField(header, name, value);
        };
    return of(field, kind, value);
  }

  /** A field with illegal characters; it is still to be found in the table. */
  static FieldLine illegal(HttpHeader header, String name, String value, boolean inName) {
    Kind kind = inName ? Kind.ILLEGAL_NAME : Kind.MALFORMED;
    return of(new HttpField(header, name, value), kind, value);
  }

  private static FieldLine of(HttpField field, Kind kind, String value) {
    return new FieldLine(field, kind, OVERHEAD + field.getName().length() + value.length());
  }

  private static Kind kind(HttpHeader header, String name, String value) {
    if (header == null) {
      return otherOrPseudo(name);
    }
    return switch (header) {
      case C_METHOD -> FieldCharacters.isToken(value) ? Kind.METHOD : Kind.MALFORMED;
      case C_SCHEME -> HttpScheme.CACHE.get(value) != null ? Kind.SCHEME : Kind.MALFORMED;
      case C_AUTHORITY -> Kind.AUTHORITY;
      case C_PATH -> value.isEmpty() ? Kind.MALFORMED : Kind.PATH;
      case CONTENT_LENGTH -> FieldCharacters.isLength(value) ? Kind.CONTENT_LENGTH : Kind.MALFORMED;
      case TE -> "trailers".equalsIgnoreCase(value) ? Kind.OTHER : Kind.MALFORMED;
      case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> Kind.MALFORMED;
      default -> otherOrPseudo(name);
    };
  }

  private static Kind otherOrPseudo(String name) {
    return name.charAt(0) == ':' ? Kind.MALFORMED : Kind.OTHER;
  }

  /** A field that has host and port, where they can be read. */
  private static HttpField authority(String name, String value) {
    try {
      return new HostPortHttpField(HttpHeader.C_AUTHORITY, name, new HostPort(value));
    } catch (IllegalArgumentException e) {
      return new HttpField(HttpHeader.C_AUTHORITY, name, value);
    }
  }
}
