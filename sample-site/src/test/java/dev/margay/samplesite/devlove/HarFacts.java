package dev.margay.samplesite.devlove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What HAR 1.2 asks of an archive, and what is in it. */
final class HarFacts {
  private static final String[] REQUEST = {
    "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"
  };
  private static final String[] RESPONSE = {
    "status",
    "statusText",
    "httpVersion",
    "cookies",
    "headers",
    "content",
    "redirectURL",
    "headersSize",
    "bodySize"
  };

  private HarFacts() {}

  /** The entries of one page; that all is well formed is asserted. */
  static List<Map<?, ?>> entries(Map<?, ?> archive, String page) {
    Map<?, ?> log = map(archive, "log");
    assertThat(log.get("version")).isEqualTo("1.2");
    assertThat(names(map(log, "creator"))).contains("name", "version");
    List<String> pages = list(log, "pages").stream().map(one -> (String) one.get("id")).toList();
    assertThat(pages).contains(page).doesNotHaveDuplicates();
    for (Map<?, ?> one : list(log, "pages")) {
      assertThat(names(one)).contains("startedDateTime", "id", "title", "pageTimings");
    }
    for (Map<?, ?> entry : list(log, "entries")) {
      wellFormed(entry, pages);
    }
    return list(log, "entries").stream()
        .<Map<?, ?>>map(one -> one)
        .filter(one -> one.get("pageref").equals(page))
        .toList();
  }

  private static void wellFormed(Map<?, ?> entry, List<String> pages) {
    assertThat(pages).contains((String) entry.get("pageref"));
    assertThat(Instant.parse((String) entry.get("startedDateTime"))).isNotNull();
    assertThat(names(map(entry, "request"))).contains(REQUEST);
    assertThat(names(map(entry, "response"))).contains(RESPONSE);
    assertThat(names(map(map(entry, "response"), "content"))).contains("size", "mimeType");
    assertThat(map(entry, "cache")).isEmpty();
    for (String side : new String[] {"request", "response"}) {
      for (Map<?, ?> field : list(map(entry, side), "headers")) {
        assertThat(names(field)).contains("name", "value");
        if (((String) field.get("name")).contains("cookie")) {
          assertThat(field.get("value")).isEqualTo("(left out)");
        }
      }
    }
    double sum = 0;
    for (String part : new String[] {"send", "wait", "receive"}) {
      double time = ((Number) map(entry, "timings").get(part)).doubleValue();
      assertThat(time).isNotNegative();
      sum += time;
    }
    assertThat(((Number) entry.get("time")).doubleValue()).isEqualTo(sum);
  }

  static Map<?, ?> map(Map<?, ?> of, String name) {
    return (Map<?, ?>) of.get(name);
  }

  @SuppressWarnings("unchecked") // JSON's lists of objects
  static List<Map<?, ?>> list(Map<?, ?> of, String name) {
    return (List<Map<?, ?>>) of.get(name);
  }

  private static List<String> names(Map<?, ?> map) {
    return map.keySet().stream().map(String::valueOf).toList();
  }
}
