package dev.margay.server.http;

import dev.margay.rcache.key.EntityTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110 §13.1.1, §13.1.2). Members that
 * are no entity tags are left out, and those of other servers count as nobody's.
 *
 * @param any whether the value is {@code *}
 * @param members in their order
 */
record EntityTagList(boolean any, List<Member> members) {

  /** One of Margay's own tags. */
  record Member(EntityTag tag, boolean weak) {}

  /** Reads the value from left to right, once. */
  static EntityTagList parse(String field) {
    if (field.strip().equals("*")) {
      return new EntityTagList(true, List.of());
    }
    List<Member> members = new ArrayList<>();
    int at = 0;
    while (at < field.length()) {
      char c = field.charAt(at);
      if (c == ',' || FieldList.isBlank(c)) {
        at++;
        continue;
      }
      boolean weak = field.startsWith("W/", at);
      int open = weak ? at + 2 : at;
      int close = field.startsWith("\"", open) ? field.indexOf('"', open + 1) : -1;
      // The quotes decide, not the commas: an opaque tag may hold commas (§8.8.3).
      int end = nextComma(field, close < 0 ? at : close + 1);
      if (close > 0 && field.substring(close + 1, end).isBlank()) {
        ours(field, open, close, weak).ifPresent(members::add);
      }
      at = end;
    }
    return new EntityTagList(false, List.copyOf(members));
  }

  private static Optional<Member> ours(String field, int open, int close, boolean weak) {
    return EntityTag.parse(field.substring(open, close + 1)).map(tag -> new Member(tag, weak));
  }

  private static int nextComma(String field, int from) {
    int comma = field.indexOf(',', from);
    return comma < 0 ? field.length() : comma;
  }
}
