package dev.margay.devtools.reload;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The policies that a page sets itself, in {@code <meta>} elements (HTML: pragma directives). */
final class MetaPolicies {
  private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->");
  private static final Pattern META =
      Pattern.compile("(?is)<meta\\s((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>");
  private static final Pattern IS_POLICY =
      Pattern.compile("(?i)http-equiv\\s*=\\s*[\"']?content-security-policy(?![\\w-])");
  private static final Pattern CONTENT =
      Pattern.compile("(?is)(?:^|\\s)content\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

  private MetaPolicies() {}

  /** Those of a page whose text is {@code html}. */
  static List<ContentPolicy> in(String html) {
    return META.matcher(COMMENT.matcher(html).replaceAll(""))
        .results()
        .map(meta -> meta.group(1))
        .filter(attributes -> IS_POLICY.matcher(attributes).find())
        .flatMap(attributes -> CONTENT.matcher(attributes).results().limit(1))
        .flatMap(content -> ContentPolicy.parse(value(content)).stream())
        .toList();
  }

  private static String value(MatchResult content) {
    String text = content.group(1) == null ? content.group(2) : content.group(1);
    return text.replace("&#39;", "'").replace("&apos;", "'").replace("&quot;", "\"");
  }
}
