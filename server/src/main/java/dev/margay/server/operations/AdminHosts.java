package dev.margay.server.operations;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which {@code Host} names the admin listener answers: loopback, and the address that it was
 * configured with.
 *
 * @param configured a host name or address, without brackets
 */
public record AdminHosts(String configured) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(0*:)+0*1\\]?");

  boolean allow(String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return LOOPBACK.matcher(name).matches()
        || name.equals(configured.toLowerCase(Locale.ROOT))
        || name.equals("[" + configured.toLowerCase(Locale.ROOT) + "]");
  }
}
