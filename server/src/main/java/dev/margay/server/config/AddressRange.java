package dev.margay.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses that share their first bits (CIDR, RFC 4632 §3.1 and RFC 4291 §2.3). IPv4 and IPv6
 * never contain each other; an IPv4-mapped IPv6 address is the IPv4 one.
 *
 * @param network the range's first address
 * @param prefixBits how many bits are shared: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record AddressRange(InetAddress network, int prefixBits) {
  private static final Pattern BITS = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final int MAPPED_BITS = 96;

  /** Clears the bits after the prefix, so that equal ranges are equal records. */
  public AddressRange {
    byte[] octets = network.getAddress();
    if (prefixBits < 0 || prefixBits > octets.length * Byte.SIZE) {
      throw new IllegalArgumentException("a prefix of " + prefixBits + " bits for " + network);
    }
    for (int i = 0; i < octets.length; i++) {
      octets[i] &= (byte) mask(prefixBits, i);
    }
    network = address(octets);
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a plain address, which is a range of one. Host
   * names are not ranges and are never resolved.
   */
  public static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    Optional<InetAddress> address = AddressLiteral.parse(literal);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int size = address.get().getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return Optional.of(new AddressRange(address.get(), size));
    }
    String bits = text.substring(slash + 1);
    if (!BITS.matcher(bits).matches()) {
      return Optional.empty();
    }
    // ::ffff:10.0.0.0/104 is read as IPv4, whose bits begin after the 96 of the mapping.
    boolean mapped = size == Integer.SIZE && literal.contains(":");
    int prefix = Integer.parseInt(bits) - (mapped ? MAPPED_BITS : 0);
    return prefix >= 0 && prefix <= size
        ? Optional.of(new AddressRange(address.get(), prefix))
        : Optional.empty();
  }

  /** As {@link #parse}, with a sentence for what is not a range. */
  public static TextReading<AddressRange> parseOne(String text) {
    return parse(text)
        .map(TextReading::understood)
        .orElseGet(
            () ->
                TextReading.misread(
                    Quotation.of(text) + " is not an address or a CIDR range",
                    "write one such as 127.0.0.0/8, 192.0.2.7 or fd00::/8"));
  }

  /** Reads ranges with commas between, with or without spaces around. */
  public static TextReading<List<AddressRange>> parseList(String text) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      TextReading<AddressRange> reading = parseOne(part.strip());
      if (reading instanceof TextReading.Misread<AddressRange> misread) {
        return TextReading.misread(misread.problem(), misread.remedy());
      }
      reading.found().ifPresent(ranges::add);
    }
    return TextReading.understood(List.copyOf(ranges));
  }

  /** Whether {@code address} is in the range. */
  public boolean contains(InetAddress address) {
    byte[] theirs = address.getAddress();
    byte[] ours = network.getAddress();
    if (theirs.length != ours.length) {
      return false;
    }
    for (int i = 0; i * Byte.SIZE < prefixBits; i++) {
      if ((theirs[i] & mask(prefixBits, i)) != (ours[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /** The range in CIDR form. */
  @Override
  public String toString() {
    return network.getHostAddress() + '/' + prefixBits;
  }

  /** The bits of octet {@code index} that belong to the prefix. */
  private static int mask(int prefixBits, int index) {
    int bits = Math.max(0, Math.min(Byte.SIZE, prefixBits - index * Byte.SIZE));
    return 0xff00 >> bits & 0xff;
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("an address has 4 or 16 octets", impossible);
    }
  }
}
