package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.learning.SightingsFormat.PageVisits;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SightingsBookTest {
  private static final long LARGEST = 1 << 20;

  private final Watched site = new Watched();

  @Test
  void memoryIsBoundedAndThePagesThatAreVisitedStay() {
    site.visits(40, guest -> guest.gets("/a.png", "image"));
    List<Visit> visits = site.book.of(Watched.PAGE).visits();
    SightingsBook small = new SightingsBook(new AddressHash(new byte[1]), () -> 1, LARGEST);
    small.add(new PageVisits(Watched.PAGE, visits), site.now);
    for (int i = 0; i < 3000; i++) {
      small.of(Watched.PAGE);
      small.add(new PageVisits(Watched.page("/" + i, "crawled"), visits), site.now);
      assertThat(small.weight()).isLessThanOrEqualTo(LARGEST);
    }
    assertThat(small.of(Watched.PAGE).assets()).isPresent();
  }

  @Test
  void aVisitAsksForSixtyFourAssetsAtMost() {
    site.visit(
        Watched.person(1),
        guest -> IntStream.range(0, 1000).forEach(i -> guest.gets("/" + i, "image")));
    assertThat(site.book.of(Watched.PAGE).targets()).hasSize(64);
  }

  @Test
  void aTargetOfMoreThanAThousandCharactersIsNotKept() {
    site.visit(
        Watched.person(1),
        guest -> guest.gets("/a.png", "image").gets("/" + "a".repeat(1024), "image"));
    assertThat(site.book.of(Watched.PAGE).targets()).containsExactly("/a.png");
  }

  @Test
  void openVisitsAreBounded() {
    for (int i = 0; i < 10_000; i++) {
      Visitor visitor = new Visitor("198.18." + i / 256 + "." + i % 256, "");
      site.book.open(site.navigation(visitor, Watched.PAGE, List.of()));
    }
    assertThat(site.book.open()).isEqualTo(4096);
    site.book.close(site.now.plus(Navigation.CLOSED));
    assertThat(site.book.open()).isZero();
  }

  @Test
  void bothVersionsAreKeptWhileBothAreVisited() {
    PageVersion next = Watched.page("/", "second version");
    site.visits(5, guest -> guest.gets("/a.png", "image"));
    site.visit(Watched.person(1), next, List.of(), guest -> guest.gets("/b.png", "image"));
    assertThat(site.book.of(Watched.DOMAIN, site.now)).hasSize(2);
    assertThat(site.book.of(Watched.DOMAIN, site.now.plus(Duration.ofHours(25))))
        .extracting(PageVisits::page)
        .containsExactly(next);
    assertThat(site.book.of("other.example", site.now)).isEmpty();
  }

  @Test
  void whateverRequestsSayNothingBreaks() {
    Random random = new Random(3);
    String[] words = {
      "", "/", "-", "https://", "https://x", "/a.css", "?", "#", "GET", "style", "\0"
    };
    for (int i = 0; i < 100_000; i++) {
      if (i % 10 == 0) {
        site.book.open(site.navigation(Watched.person(i % 200), Watched.PAGE, List.of()));
      }
      site.book.asked(
          new AssetRequest(
              Watched.person(random.nextInt(200)),
              Watched.DOMAIN,
              Watched.DOMAIN,
              "GET",
              200,
              word(random, words),
              word(random, words) + word(random, words) + word(random, words),
              new FetchMetadata("image", word(random, words), word(random, words)),
              AssetRequest.Audience.ANYONE,
              random.nextLong(),
              site.now.plusSeconds(random.nextInt(-20, 20))));
      site.now = site.now.plusMillis(50);
      site.book.close(site.now);
    }
    assertThat(site.learnt()).doesNotContain("");
  }

  private static String word(Random random, String[] words) {
    return words[random.nextInt(words.length)];
  }
}
