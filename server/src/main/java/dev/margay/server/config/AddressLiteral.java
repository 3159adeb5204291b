package dev.margay.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address in figures: IPv4 as four decimal numbers (RFC 6943 §3.1.1, the strict form), IPv6
 * as RFC 4291 §2.2 without a zone. Never asks the resolver.
 */
final class AddressLiteral {
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final int OCTETS = 4;
  private static final int OCTET_MAX = 255;

  private AddressLiteral() {}

  /** The address, an IPv4-mapped IPv6 one as IPv4; empty for anything else, names included. */
  static Optional<InetAddress> parse(String text) {
    try {
      if (IPV6.matcher(text).matches()) {
        // In brackets the JDK takes the text for an IPv6 address or refuses it; it never resolves.
        return Optional.of(InetAddress.getByName('[' + text + ']'));
      }
      Optional<byte[]> octets = octets(text);
      return octets.isPresent()
          ? Optional.of(InetAddress.getByAddress(octets.get()))
          : Optional.empty();
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> octets(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != OCTETS) {
      return Optional.empty();
    }
    byte[] octets = new byte[OCTETS];
    for (int i = 0; i < OCTETS; i++) {
      if (!OCTET.matcher(parts[i]).matches() || Integer.parseInt(parts[i]) > OCTET_MAX) {
        return Optional.empty();
      }
      octets[i] = (byte) Integer.parseInt(parts[i]);
    }
    return Optional.of(octets);
  }
}
