package dev.margay.server.config;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name of a host as a domain or an alias: RFC 1123 §2.1 labels, or an IPv4 address. */
public final class HostNameText {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*:/+(.*)");
  private static final Pattern WITH_PORT = Pattern.compile("([^:]+):[0-9]*");
  private static final Pattern FIGURES = Pattern.compile("[0-9]+");
  private static final int MAX_CHARS = 253;

  private HostNameText() {}

  /** Reads a host name of at most 253 characters; the answer is in lower case. */
  public static TextReading<String> parse(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (SCHEME.matcher(name).matches()) {
      return foreign(text, "has a scheme", name);
    }
    if (name.indexOf('/') >= 0) {
      return foreign(text, "has a path", name);
    }
    if (WITH_PORT.matcher(name).matches()) {
      return foreign(text, "has a port", name);
    }
    if (name.startsWith("*.")) {
      return TextReading.misread(
          Quotation.of(text) + " is a wildcard, and wildcards are not supported",
          "list each name under aliases, such as aliases: [www" + name.substring(1) + ']');
    }
    return labels(text, name);
  }

  private static TextReading<String> labels(String text, String name) {
    if (!name.chars().allMatch(c -> c < 0x80)) {
      return TextReading.misread(
          Quotation.of(text) + " has letters outside ASCII", "write it as " + ascii(name));
    }
    if (name.endsWith(".") && name.length() > 1) {
      return foreign(text, "ends with a dot", name.substring(0, name.length() - 1));
    }
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return notAHost(text);
      }
    }
    boolean figures = FIGURES.matcher(labels[labels.length - 1]).matches();
    if (name.length() > MAX_CHARS || (figures && AddressLiteral.parse(name).isEmpty())) {
      return notAHost(text);
    }
    return TextReading.understood(name);
  }

  private static TextReading<String> notAHost(String text) {
    return TextReading.misread(
        Quotation.of(text) + " is not a host name",
        "write labels of letters, digits and inner hyphens, such as www.example.com");
  }

  /** A host name with something around it that does not belong there. */
  private static TextReading<String> foreign(String text, String fault, String rest) {
    String host = SCHEME.matcher(rest).replaceFirst("$1").replaceFirst("/.*", "");
    String bare = WITH_PORT.matcher(host).replaceFirst("$1");
    boolean isHost = !bare.equals(text) && labels(bare, bare).found().isPresent();
    return TextReading.misread(
        Quotation.of(text) + ' ' + fault,
        "write the host name alone, such as " + (isHost ? bare : "www.example.com"));
  }

  private static String ascii(String name) {
    try {
      return labels(name, IDN.toASCII(name)).found().orElse("its xn-- form");
    } catch (IllegalArgumentException noSuchForm) {
      return "its xn-- form";
    }
  }
}
