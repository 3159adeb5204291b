package dev.margay.devtools.reload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A Content-Security-Policy (CSP Level 3 §2.2), as far as the reload script is concerned: it has to
 * be loaded, and to reach its own origin. Immutable.
 */
final class ContentPolicy {
  /** For a script's element, each falls back to the next (CSP3 §6.8.3). */
  private static final List<String> SCRIPTS =
      List.of("script-src-elem", "script-src", "default-src");

  private static final List<String> CONNECTIONS = List.of("connect-src", "default-src");
  private static final String SELF = "'self'";
  private static final String NONE = "'none'";

  /** Directives in their order, by name, with their words. */
  private final Map<String, List<String>> directives;

  private ContentPolicy(Map<String, List<String>> directives) {
    this.directives = directives;
  }

  /** The policies of a field's value; a comma separates them (CSP3 §3.1). */
  static List<ContentPolicy> parse(String value) {
    return Arrays.stream(value.split(",", -1))
        .filter(policy -> !policy.isBlank())
        .map(ContentPolicy::one)
        .toList();
  }

  /** Of two directives of one name, only the first counts (CSP3 §2.2.1). */
  private static ContentPolicy one(String text) {
    Map<String, List<String>> directives = new LinkedHashMap<>();
    for (String directive : text.split(";", -1)) {
      String[] words = directive.strip().split("\\s+", -1);
      if (!words[0].isEmpty()) {
        List<String> sources = List.of(words).subList(1, words.length);
        directives.putIfAbsent(words[0].toLowerCase(Locale.ROOT), sources);
      }
    }
    return new ContentPolicy(directives);
  }

  /**
   * Whether the script may run and listen under this policy as it is, in a page of {@code origin}.
   */
  boolean permits(String origin) {
    return permitsScript(origin) && permitsConnection(origin);
  }

  /**
   * This policy with what is missing for the script and nothing else: its one URL, or under {@code
   * 'strict-dynamic'} its hash; and connections to the page's own origin.
   */
  ContentPolicy allowing(String origin) {
    ContentPolicy policy = this;
    if (!permitsScript(origin)) {
      String source =
          isStrictDynamic() ? "'" + ReloadScript.HASH + "'" : origin + ReloadScript.PATH;
      policy = policy.with(SCRIPTS, "script-src", source);
    }
    return permitsConnection(origin) ? policy : policy.with(CONNECTIONS, "connect-src", SELF);
  }

  private boolean permitsScript(String origin) {
    Optional<List<String>> sources = governing(SCRIPTS);
    return sources.isEmpty()
        || (isStrictDynamic()
            ? sources.get().contains("'" + ReloadScript.HASH + "'")
            : allows(sources.get(), origin));
  }

  private boolean permitsConnection(String origin) {
    return governing(CONNECTIONS).map(sources -> allows(sources, origin)).orElse(true);
  }

  /** It makes browsers ignore hosts, schemes and {@code 'self'} (CSP3 §8.2). */
  private boolean isStrictDynamic() {
    return governing(SCRIPTS)
        .map(sources -> sources.stream().anyMatch("'strict-dynamic'"::equalsIgnoreCase))
        .orElse(false);
  }

  private static boolean allows(List<String> sources, String origin) {
    String scheme = origin.substring(0, origin.indexOf(':') + 1);
    return sources.stream()
        .map(source -> source.toLowerCase(Locale.ROOT))
        .anyMatch(
            source ->
                source.equals(SELF)
                    || source.equals("*")
                    || source.equals(scheme)
                    || source.equals(origin)
                    || source.equals(origin + "/"));
  }

  private Optional<List<String>> governing(List<String> names) {
    return names.stream().filter(directives::containsKey).map(directives::get).findFirst();
  }

  /**
   * The source goes to the directive that governs; where that is the default, to one of its own.
   */
  private ContentPolicy with(List<String> names, String own, String source) {
    String name =
        names.stream()
            .filter(directives::containsKey)
            .filter(governing -> !governing.equals("default-src"))
            .findFirst()
            .orElse(own);
    List<String> sources = new ArrayList<>(governing(names).orElse(List.of()));
    sources.removeIf(NONE::equalsIgnoreCase);
    sources.add(source);
    Map<String, List<String>> changed = new LinkedHashMap<>(directives);
    changed.put(name, sources);
    return new ContentPolicy(changed);
  }

  @Override
  public String toString() {
    return directives.entrySet().stream()
        .map(
            directive ->
                directive.getValue().isEmpty()
                    ? directive.getKey()
                    : directive.getKey() + " " + String.join(" ", directive.getValue()))
        .collect(Collectors.joining("; "));
  }
}
