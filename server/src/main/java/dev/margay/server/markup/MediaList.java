package dev.margay.server.markup;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Media query lists (Media Queries 4, §3), as far as they can be judged without a window. */
public final class MediaList {
  private static final Set<String> SURE =
      Set.of("all", "screen", "only all", "only screen", "not print", "not speech");

  private MediaList() {}

  /**
   * Surely, if the list is empty or one of its queries is true on every screen. A query with a
   * feature in brackets is never that, nor is a list that cannot be read.
   */
  public static Applying of(String list) {
    String plain = list.strip().toLowerCase(Locale.ROOT);
    boolean sure =
        plain.isEmpty()
            || Arrays.stream(plain.split(",", -1))
                .map(query -> query.strip().replaceAll("\\s+", " "))
                .anyMatch(SURE::contains);
    return sure ? Applying.SURELY : Applying.PERHAPS;
  }
}
