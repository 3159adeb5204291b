package dev.margay.rcache.key;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a representation: the content, how it is coded, by which revision of the encoder, and how
 * hard that tried. Equal keys always mean interchangeable bytes.
 *
 * @param revision the encoder's {@code revision()}; 1 or more
 */
public record RepresentationKey(ContentHash content, ContentCoding coding, int revision, Tier tier)
    implements StoreKey {
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{64})-([a-z]+)-r([1-9][0-9]{0,8})-(fast|best)");

  /** The key of a copy of the plain bytes, kept while their file is being written to. */
  public static RepresentationKey snapshot(ContentHash content) {
    return new RepresentationKey(content, ContentCoding.IDENTITY, 1, Tier.BEST);
  }

  @Override
  public String name() {
    return content.hex() + "-" + coding.token() + "-r" + revision + "-" + tier.label();
  }

  /** Reads a {@link #name()} back; empty if it is none. */
  public static Optional<RepresentationKey> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    ContentHash content = ContentHash.fromHex(matcher.group(1));
    int revision = Integer.parseInt(matcher.group(3));
    Tier tier = matcher.group(4).equals("fast") ? Tier.FAST : Tier.BEST;
    return ContentCoding.named(matcher.group(2))
        .map(coding -> new RepresentationKey(content, coding, revision, tier));
  }
}
