package dev.margay.server.http;

import static dev.margay.rcache.key.ContentCoding.BR;
import static dev.margay.rcache.key.ContentCoding.GZIP;
import static dev.margay.rcache.key.ContentCoding.IDENTITY;
import static dev.margay.rcache.key.ContentCoding.ZSTD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.rcache.key.ContentCoding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodingNegotiationTest {
  private static List<ContentCoding> preferred(String field) {
    return CodingNegotiation.of(field).preferred();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'gzip, deflate, br, zstd' | br zstd gzip identity",
        "gzip | gzip identity",
        "GZip | gzip identity",
        "x-gzip | gzip identity",
        "X-GZIP;Q=0.5 | gzip identity",
        "identity | identity",
        "'identity, gzip' | gzip identity",
        "'identity;q=1, gzip;q=0.5' | identity gzip",
        "'identity;q=0.5, gzip;q=0.5' | gzip identity",
        "'identity;q=0.501, gzip;q=0.5' | identity gzip",
        "'gzip;q=1.0, br;q=0.8' | gzip br identity",
        "'gzip;q=0.001, br;q=0' | gzip identity",
        "'gzip ; q=0.2 ,\tbr\t;\tq=0.1' | gzip br identity",
        "* | br zstd gzip identity",
        "'*;q=0.1, gzip' | gzip br zstd identity",
        "'*;q=0.5, identity;q=0.8' | identity br zstd gzip",
        "'gzip, *;q=0' | gzip",
        "'identity;q=0.3, *;q=0' | identity",
        "'br;q=0, *' | zstd gzip identity",
        "'gzip, identity;q=0' | gzip",
        "identity;q=0 | ''",
        "*;q=0 | ''",
        "'*;q=0.000' | ''",
        "'identity;q=0, *' | br zstd gzip",
        "deflate | identity",
        "'compress;q=0.9, pack200' | identity",
        "'gzip;q=1., br;q=0.' | gzip identity",
        "'gzip;q=0.5, gzip;q=0, br;q=0.2' | gzip br identity",
        "'gzip;q=0, x-gzip' | gzip identity",
        "', ,,gzip,,' | gzip identity",
      })
  void codingsAreRankedByWeightThenByTheServer(String field, String expected) {
    List<ContentCoding> codings = new ArrayList<>();
    for (String name : expected.split(" ", -1)) {
      ContentCoding.named(name).ifPresent(codings::add);
    }
    assertThat(preferred(field)).isEqualTo(codings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip;q=1.001",
        "gzip;q=2",
        "gzip;q=-1",
        "gzip;q=0.1234",
        "gzip;q=.5",
        "gzip;q=",
        "gzip;q",
        "gzip;",
        "gzip;q=0.5;x=1",
        "gzip;x=1",
        "g zip",
        "\"gzip\"",
        "gzip;q =1",
        "gzip;q=NaN",
        "gzip/1",
        "*;q=x",
        "identity;q=0.0000"
      })
  void malformedMembersAreIgnored(String member) {
    assertThat(preferred(member)).containsExactly(IDENTITY);
    assertThat(preferred(member + ", br")).containsExactly(BR, IDENTITY);
  }

  @Test
  void withoutTheFieldOnlyIdentityIsSent() {
    assertThat(preferred(null)).containsExactly(IDENTITY);
  }

  @Test
  void theEmptyFieldAcceptsOnlyIdentity() {
    assertThat(preferred("")).containsExactly(IDENTITY);
    assertThat(preferred(" \t ")).containsExactly(IDENTITY);
  }

  @Test
  void acceptsWhatIsPreferred() {
    CodingNegotiation negotiation = CodingNegotiation.of("gzip, identity;q=0");
    assertThat(negotiation.accepts(GZIP)).isTrue();
    assertThat(negotiation.accepts(IDENTITY)).isFalse();
    assertThat(negotiation.accepts(ZSTD)).isFalse();
  }

  @Test
  void hostileFieldsTakeLinearWork() {
    assertThat(preferred(",".repeat(1_000_000))).containsExactly(IDENTITY);
    assertThat(preferred(" ".repeat(1_000_000) + "x")).containsExactly(IDENTITY);
    assertThat(preferred("gzip" + " ".repeat(1_000_000) + "x")).containsExactly(IDENTITY);
    assertThat(preferred("a".repeat(1_000_000) + ";")).containsExactly(IDENTITY);
    assertThat(preferred("gzip;q=1,".repeat(100_000))).containsExactly(GZIP, IDENTITY);
  }

  @Test
  void randomFieldsAgreeWithANaiveReading() {
    Random random = new Random(9110);
    String[] names = {"br", "zstd", "gzip", "identity", "*", "deflate"};
    String[] weights = {"", ";q=0", ";q=0.5", ";q=0.50", ";q=1", ";q=0.999", ";q=0.001"};
    for (int round = 0; round < 20_000; round++) {
      List<String> members = new ArrayList<>();
      for (String name : names) {
        if (random.nextBoolean()) {
          members.add(random.nextInt(members.size() + 1), name + pick(weights, random));
        }
      }
      String field = String.join(", ", members);
      assertThat(preferred(field)).as(field).isEqualTo(naivelyPreferred(members));
    }
  }

  private static String pick(String[] from, Random random) {
    return from[random.nextInt(from.length)];
  }

  /** Picks the best remaining coding again and again. */
  private static List<ContentCoding> naivelyPreferred(List<String> members) {
    List<ContentCoding> left = new ArrayList<>(List.of(BR, ZSTD, GZIP, IDENTITY));
    List<ContentCoding> picked = new ArrayList<>();
    while (true) {
      ContentCoding best = null;
      for (ContentCoding coding : left) {
        if (naiveWeight(members, coding).signum() > 0
            && (best == null
                || naiveWeight(members, coding).compareTo(naiveWeight(members, best)) > 0)) {
          best = coding;
        }
      }
      if (best == null) {
        return picked;
      }
      picked.add(best);
      left.remove(best);
    }
  }

  private static BigDecimal naiveWeight(List<String> members, ContentCoding coding) {
    BigDecimal unsaid = new BigDecimal(coding == IDENTITY ? "0.0001" : "0");
    BigDecimal star = null;
    for (String member : members) {
      int semicolon = member.indexOf(";q=");
      String name = semicolon < 0 ? member : member.substring(0, semicolon);
      BigDecimal weight =
          semicolon < 0 ? BigDecimal.ONE : new BigDecimal(member.substring(semicolon + 3));
      if (name.equals(coding.name().toLowerCase(Locale.ROOT))) {
        return weight;
      }
      star = name.equals("*") ? weight : star;
    }
    boolean starCounts = star != null && (coding != IDENTITY || star.signum() == 0);
    return starCounts ? star : unsaid;
  }
}
