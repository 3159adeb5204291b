package dev.margay.devtools.visits;

import static dev.margay.devtools.visits.Requests.answer;
import static dev.margay.devtools.visits.Requests.asset;
import static dev.margay.devtools.visits.Requests.page;
import static dev.margay.devtools.visits.Requests.url;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.devtools.json.JsonText;
import dev.margay.server.visitor.CacheDigest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What others read: JSON and HAR 1.2. */
class VisitFormsTest {
  private final VisitBook book = new VisitBook(() -> {});

  private Visit visit() {
    Asked page = page(1, "/?a=1&b", 0);
    Asked style = asset(2, "/a.css", url("/?a=1&b"), 5);
    book.asked(page, Optional.of(CacheDigest.empty().with(3, 9)));
    book.asked(style, Optional.empty());
    book.answered(page, answer(200, 40, 100, 4), Optional.empty());
    book.answered(style, answer(304, 0, 70, 6), Optional.empty());
    return book.visits().get(0);
  }

  @Test
  void jsonTellsTimesSizesAndDigest() {
    Map<?, ?> form = read(new VisitForm(content -> List.of()).of(visit(), List.of()));
    List<?> requests = (List<?>) form.get("requests");
    Map<?, ?> style = (Map<?, ?>) requests.get(1);
    assertThat(style.get("requested")).isEqualTo(5.0);
    assertThat(style.get("headers")).isEqualTo(6.0);
    assertThat(style.get("ended")).isEqualTo(7.0);
    assertThat(style.get("saved")).isEqualTo(70);
    assertThat(style.get("coding")).isEqualTo("br");
    assertThat(style.get("tier")).isEqualTo("fast");
    assertThat(((Map<?, ?>) requests.get(0)).get("way")).isEqualTo("page");
    Map<?, ?> digest = (Map<?, ?>) form.get("digestBefore");
    assertThat(digest.get("count")).isEqualTo(2);
    assertThat(digest.get("falsePositive")).isEqualTo(2 / 32768.0);
    assertThat(form.get("digestAfter")).isNull();
  }

  @Test
  void warningsHaveTheirPlace() {
    Warning warning =
        new Warning(
            Warning.Kind.MISSING_ASSET,
            Path.of("a", "b.html"),
            3,
            7,
            "\"x\" is not there",
            "put it");
    Map<?, ?> form = read(new VisitForm(content -> List.of()).of(visit(), List.of(warning)));
    Map<?, ?> told = (Map<?, ?>) ((List<?>) form.get("warnings")).get(0);
    assertThat(told.get("file")).isEqualTo("a/b.html");
    assertThat(told.get("line")).isEqualTo(3);
    assertThat(told.get("problem")).isEqualTo("\"x\" is not there");
  }

  @Test
  void theArchiveHasWhatHarRequires() {
    Map<?, ?> log = (Map<?, ?>) read(VisitHar.of(List.of(visit()))).get("log");
    assertThat(log.get("version")).isEqualTo("1.2");
    assertThat(((Map<?, ?>) log.get("creator")).get("name")).isEqualTo("Margay");
    Map<?, ?> page = (Map<?, ?>) ((List<?>) log.get("pages")).get(0);
    List<?> entries = (List<?>) log.get("entries");
    assertThat(entries).hasSize(2);
    for (Object one : entries) {
      Map<?, ?> entry = (Map<?, ?>) one;
      assertThat(entry.get("pageref")).isEqualTo(page.get("id"));
      Map<?, ?> timings = (Map<?, ?>) entry.get("timings");
      double sum =
          ((Number) timings.get("send")).doubleValue()
              + ((Number) timings.get("wait")).doubleValue()
              + ((Number) timings.get("receive")).doubleValue();
      assertThat(((Number) entry.get("time")).doubleValue()).isEqualTo(sum);
      assertThat(keys(entry, "request"))
          .contains("method", "url", "httpVersion", "cookies", "headers", "queryString")
          .contains("headersSize", "bodySize");
      assertThat(keys(entry, "response"))
          .contains("status", "statusText", "httpVersion", "cookies", "headers", "content")
          .contains("redirectURL", "headersSize", "bodySize");
      assertThat(keys(entry, "cache")).isEmpty();
    }
    Map<?, ?> request = (Map<?, ?>) ((Map<?, ?>) entries.get(0)).get("request");
    assertThat(request.get("queryString"))
        .isEqualTo(List.of(Map.of("name", "a", "value", "1"), Map.of("name", "b", "value", "")));
  }

  @Test
  void secretsAreLeftOut() {
    HttpFields fields = HttpFields.build().add("Cookie", "id=1").add("Accept", "*/*");
    assertThat(Field.of(fields))
        .containsExactly(new Field("cookie", "(left out)"), new Field("accept", "*/*"));
  }

  @Test
  void anyTextIsWrittenSoThatItIsReadBack() {
    String text = "\"\\\n\u2028\ud83d\ude00é</script>";
    assertThat(read(Map.of("x", text)).get("x")).isEqualTo(text);
  }

  private static List<String> keys(Map<?, ?> entry, String name) {
    return ((Map<?, ?>) entry.get(name)).keySet().stream().map(String::valueOf).toList();
  }

  /** JSON is YAML. */
  private static Map<?, ?> read(Map<String, ?> form) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(JsonText.of(form));
  }
}
