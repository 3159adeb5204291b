package dev.margay.server.pages;

import dev.margay.server.http.AssetKind;
import dev.margay.server.http.MediaTypes;
import dev.margay.server.visitor.VisitorCookies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** The fields of a request for a page that decide what is sent ahead, gathered in one pass. */
final class PageRequest {
  private final List<String> cookieFields = new ArrayList<>(1);
  String acceptEncoding;
  String userAgent;
  String fetchMode;
  String fetchDest;
  String purpose;

  /** A hard reload: the browser uses nothing that it has (RFC 9111 §5.2.1.4). */
  boolean hardReload;

  /** Whether something stands between the visitor and this server (RFC 9110 §7.6.3, RFC 7239). */
  boolean proxied;

  static PageRequest of(HttpFields headers) {
    PageRequest request = new PageRequest();
    for (HttpField field : headers) {
      request.note(field);
    }
    return request;
  }

  private void note(HttpField field) {
    String value = field.getValue() == null ? "" : field.getValue();
    HttpHeader header = field.getHeader();
    if (header == null) {
      noteUnregistered(field.getLowerCaseName(), value);
      return;
    }
    switch (header) {
      case COOKIE -> cookieFields.add(value);
      case ACCEPT_ENCODING ->
          acceptEncoding = acceptEncoding == null ? value : acceptEncoding + ", " + value;
      case USER_AGENT -> userAgent = value;
      case CACHE_CONTROL -> hardReload |= value.toLowerCase(Locale.ROOT).contains("no-cache");
      case VIA, FORWARDED, X_FORWARDED_FOR -> proxied = true;
      default -> {}
    }
  }

  private void noteUnregistered(String name, String value) {
    switch (name) {
      case "sec-fetch-mode" -> fetchMode = value;
      case "sec-fetch-dest" -> fetchDest = value;
      case "sec-purpose" -> purpose = value;
      default -> {}
    }
  }

  VisitorCookies cookies() {
    return VisitorCookies.read(cookieFields);
  }

  /** Whether a person goes to this document, in a window of its own. */
  boolean navigation() {
    return "navigate".equals(fetchMode) && "document".equals(fetchDest) && !prefetch();
  }

  /** Whether it is fetched in case somebody goes there; prerendering counts as going. */
  boolean prefetch() {
    return purpose != null && purpose.contains("prefetch") && !purpose.contains("prerender");
  }

  /** Whether a path may lead to a page, by its looks: all that other requests pay for. */
  static boolean mayBePage(String path) {
    if (path == null) {
      return false;
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.indexOf('.') < 0 || MediaTypes.of(name).kind() == AssetKind.PAGE;
  }
}
