package dev.margay.devtools.reload;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Files that changed together.
 *
 * @param number counts up from 1
 * @param time when the last of them changed
 * @param paths by site, the files' paths from its root, each with a slash before every name
 */
record Change(long number, Instant time, Map<WatchedSite, List<String>> paths) {
  /** The path of {@code file} below {@code root} as a URL has it, but not encoded. */
  static String path(Path root, Path file) {
    StringBuilder path = new StringBuilder();
    root.relativize(file).forEach(name -> path.append('/').append(name));
    return path.toString();
  }

  /** As a page of {@code site} is told of it: JSON with its own paths, and others' by host. */
  String toJson(WatchedSite site) {
    List<String> own = paths.getOrDefault(site, List.of());
    StringBuilder json = new StringBuilder("{\"paths\":");
    appendList(json, own);
    json.append(",\"fallback\":").append(site.singlePage() && own.contains("/index.html"));
    json.append(",\"others\":{");
    boolean first = true;
    for (Map.Entry<WatchedSite, List<String>> entry : paths.entrySet()) {
      if (entry.getKey().equals(site)) {
        continue;
      }
      for (String host : entry.getKey().hosts()) {
        json.append(first ? "" : ",");
        appendText(json, host);
        appendList(json.append(':'), entry.getValue());
        first = false;
      }
    }
    return json.append("}}").toString();
  }

  private static void appendList(StringBuilder json, Collection<String> texts) {
    json.append('[');
    boolean first = true;
    for (String text : texts) {
      appendText(json.append(first ? "" : ","), text);
      first = false;
    }
    json.append(']');
  }

  /** A string of JSON (RFC 8259 §7) on one line. */
  private static void appendText(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
