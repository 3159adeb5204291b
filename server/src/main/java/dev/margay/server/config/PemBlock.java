package dev.margay.server.config;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One encapsulated piece of a PEM file (RFC 7468 §2).
 *
 * @param label what it is, such as {@code CERTIFICATE}
 * @param line where it begins, 1-based
 * @param body what stands between its first and its last line
 */
record PemBlock(String label, int line, String body) {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----\\s*");

  /**
   * The blocks of {@code text} in order; text outside of them is ignored (RFC 7468 §5.2). One that
   * does not end is reported and left out.
   */
  static List<PemBlock> in(String text, Mistakes mistakes) {
    List<PemBlock> blocks = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher begin = BEGIN.matcher(lines.get(i));
      if (!begin.matches()) {
        continue;
      }
      String label = begin.group(1);
      int first = i + 1;
      do {
        i++;
      } while (i < lines.size() && !lines.get(i).startsWith("-----"));
      if (i == lines.size() || !lines.get(i).strip().equals("-----END " + label + "-----")) {
        mistakes.at(
            first,
            0,
            "the block BEGIN " + label + " has no END " + label,
            "copy the file again, whole");
        return blocks;
      }
      blocks.add(new PemBlock(label, first, String.join("", lines.subList(first, i))));
    }
    return blocks;
  }

  /**
   * The bytes.
   *
   * @throws IllegalArgumentException if the body is not Base64
   */
  byte[] bytes() {
    return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
  }
}
