package dev.margay.server.http;

import static dev.margay.rcache.key.ContentCoding.BR;
import static dev.margay.rcache.key.ContentCoding.GZIP;
import static dev.margay.rcache.key.ContentCoding.IDENTITY;
import static dev.margay.rcache.key.ContentCoding.ZSTD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.EntityTag;
import dev.margay.server.http.Preconditions.Conditions;
import dev.margay.server.http.Preconditions.Failed;
import dev.margay.server.http.Preconditions.NotModified;
import dev.margay.server.http.Preconditions.Proceed;
import dev.margay.server.http.Preconditions.Selected;
import dev.margay.server.http.Preconditions.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
  private static final ContentHash CONTENT = hash("content");
  private static final EntityTag CURRENT = EntityTag.of(CONTENT, BR, hash("br bytes"));
  private static final EntityTag OLD_BR = EntityTag.of(CONTENT, BR, hash("earlier br bytes"));
  private static final EntityTag GZIPPED = EntityTag.of(CONTENT, GZIP, hash("gzip bytes"));
  private static final EntityTag PLAIN = EntityTag.ofIdentity(CONTENT);
  private static final EntityTag ZSTDED = EntityTag.of(CONTENT, ZSTD, hash("zstd bytes"));
  private static final EntityTag CHANGED = EntityTag.of(hash("other"), BR, hash("other bytes"));
  private static final Instant MODIFIED = Instant.parse("2024-06-01T12:00:00.750Z");
  private static final String BEFORE = "Sat, 01 Jun 2024 11:59:59 GMT";
  private static final String SAME_SECOND = "Sat, 01 Jun 2024 12:00:00 GMT";
  private static final String AFTER = "Sat, 01 Jun 2024 12:00:01 GMT";

  /** The client accepts everything but zstd. */
  private static final Selected SELECTED =
      new Selected(CONTENT, CURRENT, MODIFIED, Set.of(BR, GZIP, IDENTITY)::contains);

  private static ContentHash hash(String text) {
    return ContentHash.of(text.getBytes(UTF_8));
  }

  private static Verdict ifMatch(String method, String field) {
    return evaluate(method, field, null, null, null);
  }

  private static Verdict ifNoneMatch(String method, String field) {
    return evaluate(method, null, null, field, null);
  }

  private static Verdict evaluate(
      String method, String match, String unmodified, String noneMatch, String modified) {
    return Preconditions.evaluate(
        new Conditions(method, match, unmodified, noneMatch, modified), SELECTED);
  }

  @Test
  void withoutConditionsEveryRequestProceeds() {
    assertThat(evaluate("GET", null, null, null, null)).isEqualTo(new Proceed());
    assertThat(evaluate("PUT", null, null, null, null)).isEqualTo(new Proceed());
  }

  @Test
  void ifMatchWantsTheWholeCurrentTag() {
    assertThat(ifMatch("GET", CURRENT.toString())).isEqualTo(new Proceed());
    assertThat(ifMatch("GET", CHANGED + ", " + CURRENT)).isEqualTo(new Proceed());
    assertThat(ifMatch("GET", "*")).isEqualTo(new Proceed());
    assertThat(ifMatch("GET", OLD_BR.toString())).isEqualTo(new Failed());
    assertThat(ifMatch("GET", GZIPPED.toString())).isEqualTo(new Failed());
  }

  @Test
  void ifMatchNeverMatchesAWeakTag() {
    assertThat(ifMatch("GET", "W/" + CURRENT)).isEqualTo(new Failed());
  }

  @Test
  void anIfMatchThatListsNothingFails() {
    assertThat(ifMatch("GET", "")).isEqualTo(new Failed());
    assertThat(ifMatch("HEAD", "junk")).isEqualTo(new Failed());
  }

  @Test
  void ifNoneMatchFindsAnyAcceptableRepresentationOfTheContent() {
    for (EntityTag tag : List.of(CURRENT, OLD_BR, GZIPPED, PLAIN)) {
      assertThat(ifNoneMatch("GET", tag.toString())).isEqualTo(new NotModified(tag));
      assertThat(ifNoneMatch("HEAD", "W/" + tag)).isEqualTo(new NotModified(tag));
    }
  }

  @Test
  void aTagWhoseCodingTheClientDoesNotAcceptIsNoMatch() {
    assertThat(ifNoneMatch("GET", ZSTDED.toString())).isEqualTo(new Proceed());
    assertThat(ifNoneMatch("GET", ZSTDED + ", " + PLAIN)).isEqualTo(new NotModified(PLAIN));
  }

  @Test
  void tagsOfOtherContentAreNoMatch() {
    assertThat(ifNoneMatch("GET", CHANGED.toString())).isEqualTo(new Proceed());
  }

  @Test
  void theCurrentTagIsPreferredWhereverItIsListed() {
    assertThat(ifNoneMatch("GET", GZIPPED + "," + PLAIN + ",W/" + CURRENT))
        .isEqualTo(new NotModified(CURRENT));
    assertThat(ifNoneMatch("GET", GZIPPED + "," + PLAIN)).isEqualTo(new NotModified(GZIPPED));
  }

  @Test
  void aStarMatchesWithTheCurrentTag() {
    assertThat(ifNoneMatch("GET", " * ")).isEqualTo(new NotModified(CURRENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH", "get"})
  void aMatchFailsOtherMethods(String method) {
    assertThat(ifNoneMatch(method, CURRENT.toString())).isEqualTo(new Failed());
    assertThat(ifNoneMatch(method, "*")).isEqualTo(new Failed());
    assertThat(ifNoneMatch(method, CHANGED.toString())).isEqualTo(new Proceed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "TRACE", "CONNECT"})
  void methodsThatSelectNothingIgnoreConditions(String method) {
    assertThat(evaluate(method, CHANGED.toString(), BEFORE, "*", AFTER)).isEqualTo(new Proceed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "\"",
        "W/",
        "W/\"",
        "\"\"",
        "*, \"a\"",
        "\"a\", *",
        "**",
        "%s",
        "\"%s\"x",
        "x\"%s\"",
        "\"%s",
        "%s\"",
        "w/\"%s\"",
        "W\"%s\"",
        "W/ \"%s\"",
        "'%s'",
        "\"a\" \"%s\"",
        "\"%s\" \"a\"",
        "\"x,%s\"",
        "\"a,\"%s\",b\"",
        "\" %s\"",
        "\"%s;q\"",
        "\"%sA\"",
        "/\"%s\""
      })
  void junkNeverMatches(String field) {
    String bare = CURRENT.toString().replace("\"", "");
    assertThat(ifNoneMatch("GET", field.replace("%s", bare))).isEqualTo(new Proceed());
    assertThat(ifMatch("GET", field.replace("%s", bare))).isEqualTo(new Failed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s,", " \t,, %s ,", "\"a\",%s", "\"a,b\", %s", "W/\"x, y\",%s", "\"\", %s", "\"a b\", %s",
        "junk, %s", "junk\"x\"y, %s", "\"a\"b, %s", "*, %s", "W/, %s", "\"é\",%s", "\"\\\",%s"
      })
  void whatIsWellFormedIsFoundBesideJunkAndTagsOfOthers(String field) {
    assertThat(ifNoneMatch("GET", field.replace("%s", CURRENT.toString())))
        .isEqualTo(new NotModified(CURRENT));
  }

  @Test
  void ifModifiedSinceComparesWholeSeconds() {
    assertThat(evaluate("GET", null, null, null, BEFORE)).isEqualTo(new Proceed());
    assertThat(evaluate("GET", null, null, null, SAME_SECOND)).isEqualTo(new NotModified(CURRENT));
    assertThat(evaluate("HEAD", null, null, null, AFTER)).isEqualTo(new NotModified(CURRENT));
  }

  @Test
  void ifModifiedSinceIsForReadsOnly() {
    assertThat(evaluate("POST", null, null, null, AFTER)).isEqualTo(new Proceed());
  }

  @Test
  void ifModifiedSinceIsIgnoredBesideIfNoneMatch() {
    assertThat(evaluate("GET", null, null, CHANGED.toString(), AFTER)).isEqualTo(new Proceed());
    assertThat(evaluate("GET", null, null, "", AFTER)).isEqualTo(new Proceed());
    assertThat(evaluate("GET", null, null, PLAIN.toString(), BEFORE))
        .isEqualTo(new NotModified(PLAIN));
  }

  @Test
  void ifUnmodifiedSinceFailsAnOlderState() {
    assertThat(evaluate("GET", null, BEFORE, null, null)).isEqualTo(new Failed());
    assertThat(evaluate("GET", null, SAME_SECOND, null, null)).isEqualTo(new Proceed());
    assertThat(evaluate("PUT", null, BEFORE, null, null)).isEqualTo(new Failed());
  }

  @Test
  void ifUnmodifiedSinceIsIgnoredBesideIfMatch() {
    assertThat(evaluate("GET", "*", BEFORE, null, null)).isEqualTo(new Proceed());
  }

  @Test
  void aFailedConditionComesBeforeNotModified() {
    assertThat(evaluate("GET", CHANGED.toString(), null, "*", null)).isEqualTo(new Failed());
    assertThat(evaluate("GET", null, BEFORE, "*", null)).isEqualTo(new Failed());
    assertThat(evaluate("GET", "*", null, "*", null)).isEqualTo(new NotModified(CURRENT));
  }

  @ParameterizedTest
  @CsvSource({"0", "yesterday", "'Sat, 01 Jun 2024 12:00:00 CET'", "''"})
  void invalidDatesAreIgnored(String date) {
    assertThat(evaluate("GET", null, date, null, date)).isEqualTo(new Proceed());
  }

  @Test
  void datesAreIgnoredWhenTheContentHasNone() {
    Selected undated = new Selected(CONTENT, CURRENT, null, coding -> true);
    Conditions request = new Conditions("GET", null, BEFORE, null, AFTER);
    assertThat(Preconditions.evaluate(request, undated)).isEqualTo(new Proceed());
  }

  @Test
  void hostileFieldsTakeLinearWork() {
    for (String piece : List.of(",", "\"", "\"a", "W/", "W/\"", "\"\",", "a ", "\"a\"b", " ")) {
      assertThat(ifNoneMatch("GET", piece.repeat(500_000))).isEqualTo(new Proceed());
    }
  }

  @Test
  void randomListsOfTagsAgreeWithANaiveRule() {
    Random random = new Random(13);
    List<EntityTag> ours = List.of(CURRENT, OLD_BR, GZIPPED, PLAIN, ZSTDED, CHANGED);
    List<String> others = List.of("\"x\"", "W/\"a,b\"", "\"\"", "\"" + CURRENT.content() + "\"");
    for (int round = 0; round < 5_000; round++) {
      List<String> members = new ArrayList<>();
      List<EntityTag> matches = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        if (random.nextInt(3) == 0) {
          members.add(others.get(random.nextInt(others.size())));
        } else {
          EntityTag tag = ours.get(random.nextInt(ours.size()));
          members.add((random.nextBoolean() ? "W/" : "") + tag);
          if (!tag.equals(ZSTDED) && !tag.equals(CHANGED)) {
            matches.add(tag);
          }
        }
      }
      String field = String.join(random.nextBoolean() ? "," : " , ", members);
      Verdict expected =
          matches.isEmpty()
              ? new Proceed()
              : new NotModified(matches.contains(CURRENT) ? CURRENT : matches.get(0));
      assertThat(ifNoneMatch("GET", field)).as(field).isEqualTo(expected);
    }
  }

  @Test
  void theCodingsAskedAboutAreTheListedTagsOwn() {
    List<ContentCoding> asked = new ArrayList<>();
    Selected selected = new Selected(CONTENT, CURRENT, null, asked::add);
    Conditions request =
        new Conditions("GET", null, null, CHANGED + "," + ZSTDED + "," + PLAIN, null);
    assertThat(Preconditions.evaluate(request, selected)).isEqualTo(new NotModified(ZSTDED));
    assertThat(asked).containsExactly(ZSTD);
  }
}
