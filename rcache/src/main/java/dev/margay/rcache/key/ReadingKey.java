package dev.margay.rcache.key;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names what somebody read from a content, kept so that it need not be read again: a page's links,
 * say. The store knows nothing of its form.
 *
 * @param reader in which language the content was read: letters a to z; the same bytes may be read
 *     in two
 * @param revision that of the reader and of the form in which its findings are kept; 1 or more
 */
public record ReadingKey(ContentHash content, String reader, int revision) implements StoreKey {
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{64})-read-([a-z]+)-r([1-9][0-9]{0,8})");

  /** Reads a {@link #name()} back; empty if it is none. */
  static Optional<ReadingKey> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new ReadingKey(
                ContentHash.fromHex(matcher.group(1)),
                matcher.group(2),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  @Override
  public String name() {
    return content.hex() + "-read-" + reader + "-r" + revision;
  }
}
