package dev.margay.devtools.visits;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Visits as an HTTP Archive (HAR 1.2, as the Web Performance Working Group drafted it), which the
 * browsers' own tools can open. As the server saw them: connecting and receiving are not in it.
 * Values of cookies are left out. Margay's own fields begin with an underscore. Pure.
 */
final class VisitHar {
  private static final int UNKNOWN = -1;

  private VisitHar() {}

  static Map<String, Object> of(List<Visit> visits) {
    List<Object> pages = new ArrayList<>();
    List<Object> entries = new ArrayList<>();
    for (Visit visit : visits) {
      pages.add(page(visit));
      for (Seen seen : visit.requests()) {
        seen.answer().ifPresent(answer -> entries.add(entry(visit, seen.asked(), answer)));
      }
    }
    return Map.of(
        "log",
        ordered(
            "version",
            "1.2",
            "creator",
            ordered("name", "Margay", "version", "0.1.0"),
            "pages",
            pages,
            "entries",
            entries));
  }

  /** A map of names and values in turn, which keeps their order. */
  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static Map<String, Object> page(Visit visit) {
    return ordered(
        "startedDateTime",
        visit.page().at().toString(),
        "id",
        id(visit),
        "title",
        visit.page().url(),
        "pageTimings",
        ordered("onContentLoad", UNKNOWN, "onLoad", UNKNOWN));
  }

  private static String id(Visit visit) {
    return "visit_" + visit.id();
  }

  private static Map<String, Object> entry(Visit visit, Asked asked, Answer answer) {
    double waited = millis(answer.headersAt() - asked.nanos());
    double received = millis(answer.endedAt() - answer.headersAt());
    Map<String, Object> entry =
        ordered(
            "pageref",
            id(visit),
            "startedDateTime",
            asked.at().toString(),
            "time",
            waited + received,
            "request",
            request(asked),
            "response",
            response(asked, answer),
            "cache",
            Map.of(),
            "timings",
            ordered(
                "blocked", UNKNOWN, "dns", UNKNOWN, "connect", UNKNOWN, "ssl", UNKNOWN, "send", 0,
                "wait", waited, "receive", received),
            "connection",
            asked.client().connection(),
            "_way",
            asked.way().name().toLowerCase(Locale.ROOT));
    answer
        .exchange()
        .ifPresent(
            exchange -> {
              entry.put("_tier", exchange.tier().label());
              entry.put("_cache", exchange.served().label());
              entry.put("_saved", answer.saved());
            });
    return entry;
  }

  private static Map<String, Object> request(Asked asked) {
    return ordered(
        "method", asked.method(),
        "url", asked.url(),
        "httpVersion", asked.protocol(),
        "cookies", List.of(),
        "headers", fields(asked.fields()),
        "queryString", query(asked.target()),
        "headersSize", UNKNOWN,
        "bodySize", 0);
  }

  private static Map<String, Object> response(Asked asked, Answer answer) {
    Map<String, Object> content =
        ordered(
            "size",
            answer.exchange().map(it -> it.plainBytes()).orElse(answer.bytes()),
            "mimeType",
            answer.type().isEmpty() ? "x-unknown" : answer.type());
    if (answer.status() == 200) {
      content.put("compression", answer.saved());
    } else {
      content.put("size", answer.bytes());
    }
    return ordered(
        "status",
        answer.status(),
        "statusText",
        String.valueOf(HttpStatus.getMessage(answer.status())),
        "httpVersion",
        asked.protocol(),
        "cookies",
        List.of(),
        "headers",
        fields(answer.fields()),
        "content",
        content,
        "redirectURL",
        answer.fields().stream()
            .filter(field -> field.name().equals("location"))
            .map(Field::value)
            .findFirst()
            .orElse(""),
        "headersSize",
        UNKNOWN,
        "bodySize",
        answer.bytes());
  }

  private static List<Object> fields(List<Field> fields) {
    return fields.stream()
        .<Object>map(field -> ordered("name", field.name(), "value", field.value()))
        .toList();
  }

  private static List<Object> query(String target) {
    int mark = target.indexOf('?');
    if (mark < 0) {
      return List.of();
    }
    List<Object> pairs = new ArrayList<>();
    for (String pair : target.substring(mark + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      pairs.add(
          ordered(
              "name",
              equals < 0 ? pair : pair.substring(0, equals),
              "value",
              equals < 0 ? "" : pair.substring(equals + 1)));
    }
    return pairs;
  }

  private static double millis(long nanos) {
    return Math.max(0, Math.round(nanos / 1e3) / 1e3);
  }
}
