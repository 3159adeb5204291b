package dev.margay.devtools;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Who may see devlove's own pages (behaviour: section 7). Pure. Another page in the same browser
 * may not, whether it asks across origins or through a name of its own that leads to this machine
 * (DNS rebinding); nor may another machine.
 *
 * @param configured the site's host names, in lower case
 */
record PageGuard(Set<String> configured) {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:[a-z0-9-]+\\.)*localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

  /** Takes a copy of the names. */
  PageGuard {
    configured = Set.copyOf(configured);
  }

  /** Whether a request is let in, or else is to find nothing. */
  enum Verdict {
    /** It is let in. */
    ADMITTED,
    /** It is to find nothing. */
    NOTHING_HERE
  }

  /**
   * Judges a request.
   *
   * @param visitor where it comes from
   * @param host the name that it asks for, without port
   * @param fields its header fields
   */
  Verdict judge(InetAddress visitor, String host, HttpFields fields) {
    String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
    boolean loopback = LOOPBACK.matcher(name).matches();
    boolean ours = loopback || configured.contains(name);
    return visitor.isLoopbackAddress() && ours && isOwnPages(fields, loopback)
        ? Verdict.ADMITTED
        : Verdict.NOTHING_HERE;
  }

  /** Fetch Metadata says whose page asks; clients that do not send it are no pages. */
  private static boolean isOwnPages(HttpFields fields, boolean loopback) {
    String site = fields.get("Sec-Fetch-Site");
    if (site == null) {
      return loopback && !fields.contains(HttpHeader.ORIGIN);
    }
    return site.equals("same-origin")
        || (site.equals("none") && "navigate".equals(fields.get("Sec-Fetch-Mode")));
  }
}
