package dev.margay.server.http;

import java.util.ArrayList;
import java.util.List;

/** A header field's comma-separated list (RFC 9110 §5.6.1) whose members hold no quoted commas. */
final class FieldList {
  private FieldList() {}

  /** The members without surrounding blanks; empty ones are left out (§5.6.1.2). Linear work. */
  static List<String> members(String field) {
    List<String> members = new ArrayList<>();
    int start = 0;
    while (start <= field.length()) {
      int comma = field.indexOf(',', start);
      int end = comma < 0 ? field.length() : comma;
      String member = trimmed(field, start, end);
      if (!member.isEmpty()) {
        members.add(member);
      }
      start = end + 1;
    }
    return members;
  }

  private static String trimmed(String field, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isBlank(field.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(field.charAt(to - 1))) {
      to--;
    }
    return field.substring(from, to);
  }

  /** OWS (§5.6.3). */
  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
