package dev.margay.devtools.reload;

import dev.margay.server.derive.Derivation;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the reload script to HTML pages, as their last bytes: every byte before stays where it was,
 * so lines and columns in a browser's tools are the file's. A page that forbids the script with a
 * policy in a {@code <meta>} element stays as it is, with one warning.
 */
public final class ReloadInjection implements Derivation {
  private static final Logger log = LoggerFactory.getLogger(ReloadInjection.class);

  /** Pages that were warned of; beyond so many nobody reads the warnings. */
  private static final int MOST_WARNINGS = 100;

  /** Stands for whichever origin the page has: the policies are compared with {@code 'self'}. */
  private static final String ANY_ORIGIN = "https://margay.invalid";

  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  @Override
  public boolean appliesTo(MediaType type) {
    return type.value().toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  @Override
  public byte[] derive(CanonicalPath path, byte[] source) {
    if (isUtf16(source)) {
      return source;
    }
    String html = new String(source, StandardCharsets.ISO_8859_1); // only ASCII is looked for
    boolean allowed = MetaPolicies.in(html).stream().allMatch(policy -> policy.permits(ANY_ORIGIN));
    if (!allowed) {
      warn(path.spelling());
      return source;
    }
    byte[] element = ReloadScript.element();
    byte[] page = Arrays.copyOf(source, source.length + element.length);
    System.arraycopy(element, 0, page, source.length, element.length);
    return page;
  }

  private void warn(String page) {
    if (warned.size() < MOST_WARNINGS && warned.add(page)) {
      log.warn(
          "{} is not reloaded by itself: its <meta> Content-Security-Policy forbids the script;"
              + " allow script-src and connect-src 'self' in it",
          page);
    }
  }

  private static boolean isUtf16(byte[] source) {
    return source.length >= 2
        && ((source[0] == (byte) 0xFE && source[1] == (byte) 0xFF)
            || (source[0] == (byte) 0xFF && source[1] == (byte) 0xFE));
  }
}
