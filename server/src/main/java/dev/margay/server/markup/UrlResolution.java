package dev.margay.server.markup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Resolves URLs as browsers do (URL Standard, §4.4), as far as they stay on the authority that the
 * page came from. Works on targets: path and query, as in a request.
 */
public final class UrlResolution {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:");
  private static final Pattern ONE_DOT = Pattern.compile("\\.|%2e", Pattern.CASE_INSENSITIVE);
  private static final Pattern TWO_DOTS = Pattern.compile("(\\.|%2e){2}", Pattern.CASE_INSENSITIVE);

  /** What is escaped besides controls and what is not ASCII (URL Standard, §1.3). */
  private static final String PATH_ESCAPED = " \"#<>?^`{}";

  private static final String QUERY_ESCAPED = " \"#<>'";

  /** The longest URL that is looked at, in chars. */
  private static final int LONGEST = 2048;

  private UrlResolution() {}

  /**
   * The target that a browser asks for when {@code base} names {@code url}.
   *
   * @param base a target: begins with a slash
   * @return empty for another authority or scheme, and for what is no request at all
   */
  public static Optional<String> resolve(String base, String url) {
    String plain = withoutFragment(tidy(url));
    if (plain.length() > LONGEST || SCHEME.matcher(plain).lookingAt()) {
      return Optional.empty();
    }
    int mark = plain.indexOf('?');
    String path = (mark < 0 ? plain : plain.substring(0, mark)).replace('\\', '/');
    String query = mark < 0 ? "" : "?" + escape(plain.substring(mark + 1), QUERY_ESCAPED);
    String basePath = base.split("\\?", 2)[0];
    if (path.startsWith("//")) {
      return Optional.empty();
    }
    if (path.isEmpty()) {
      return Optional.of(basePath + (mark < 0 ? base.substring(basePath.length()) : query));
    }
    String whole =
        path.startsWith("/") ? path : basePath.substring(0, basePath.lastIndexOf('/') + 1) + path;
    return Optional.of(withoutDots(escape(whole, PATH_ESCAPED)) + query);
  }

  /** Controls and spaces around, and tabs and line ends within, do not count. */
  private static String tidy(String url) {
    int begin = 0;
    int end = url.length();
    while (begin < end && url.charAt(begin) <= ' ') {
      begin++;
    }
    while (end > begin && url.charAt(end - 1) <= ' ') {
      end--;
    }
    return url.substring(begin, end).replaceAll("[\\t\\r\\n]", "");
  }

  private static String withoutFragment(String url) {
    int hash = url.indexOf('#');
    return hash < 0 ? url : url.substring(0, hash);
  }

  private static String withoutDots(String path) {
    List<String> kept = new ArrayList<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      boolean up = TWO_DOTS.matcher(segments[i]).matches();
      if (up && !kept.isEmpty()) {
        kept.remove(kept.size() - 1);
      }
      if (!up && !ONE_DOT.matcher(segments[i]).matches()) {
        kept.add(segments[i]);
      } else if (last) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  private static String escape(String text, String escaped) {
    StringBuilder spelling = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b <= 0x1f || b == 0x7f || escaped.indexOf(b) >= 0) { // bytes above 127 are negative
        spelling.append('%').append(HEX.toHexDigits(b));
      } else {
        spelling.append((char) b);
      }
    }
    return spelling.toString();
  }
}
