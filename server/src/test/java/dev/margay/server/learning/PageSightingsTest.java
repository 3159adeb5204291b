package dev.margay.server.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.learning.Sighting.Via;
import dev.margay.server.learning.Visit.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageSightingsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  private long ids;

  private Visit visit(Instant at, int address, String... targets) {
    List<Sighting> asked = new ArrayList<>();
    for (String target : targets) {
      asked.add(
          new Sighting(
              target, Destination.IMAGE, Loading.NO_CORS, Optional.empty(), Via.PAGE, 10, 0));
    }
    return new Visit(ids++, at, address, asked, List.of(), Set.of());
  }

  /** Visits a minute apart that end at {@code last}, each from an address of its own. */
  private List<Visit> visits(int count, Instant last, String... targets) {
    List<Visit> visits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      visits.add(visit(last.minus(Duration.ofMinutes(i)), i, targets));
    }
    return visits;
  }

  private static List<String> learnt(PageSightings sightings) {
    return sightings.assets().orElseThrow().assets().stream().map(PageAsset::target).toList();
  }

  @Test
  void theOrderInWhichVisitsAreHeardOfMakesNoDifference() {
    List<Visit> visits = visits(300, NOW, "/a.png");
    PageSightings atOnce = PageSightings.NONE.with(visits.subList(0, 60), NOW);
    List<Visit> shuffled = new ArrayList<>(visits.subList(0, 60));
    Collections.shuffle(shuffled, new Random(7));
    PageSightings oneByOne = PageSightings.NONE;
    for (Visit visit : shuffled) {
      oneByOne = oneByOne.with(List.of(visit), NOW).with(List.of(visit), NOW);
    }
    assertThat(oneByOne.visits()).isEqualTo(atOnce.visits()).hasSize(60);
  }

  @Test
  void theWindowHoldsTheNewestSixtyFour() {
    List<Visit> visits = visits(300, NOW, "/a.png");
    assertThat(PageSightings.NONE.with(visits, NOW).visits()).isEqualTo(visits.subList(0, 64));
  }

  @Test
  void visitsOfYesterdayGiveWayWhenThereAreTwentyOfToday() {
    PageSightings yesterday =
        PageSightings.NONE.with(visits(64, NOW.minus(Duration.ofHours(25)), "/old.png"), NOW);
    assertThat(learnt(yesterday)).containsExactly("/old.png");
    assertThat(yesterday.visits()).hasSize(20);
    PageSightings today = yesterday.with(visits(20, NOW, "/new.png"), NOW);
    assertThat(learnt(today)).containsExactly("/new.png");
    assertThat(today.visits()).hasSize(20);
  }

  @Test
  void oldVisitsAreKeptWhileNobodyComes() {
    PageSightings sightings = PageSightings.NONE.with(visits(40, NOW, "/a.png"), NOW);
    Instant weekLater = NOW.plus(Duration.ofDays(7));
    assertThat(learnt(sightings.with(visits(1, weekLater, "/b.png"), weekLater)))
        .containsExactly("/a.png");
  }

  @Test
  void afterThirtyDaysNothingIsKept() {
    PageSightings sightings = PageSightings.NONE.with(visits(40, NOW, "/a.png"), NOW);
    assertThat(sightings.with(List.of(), NOW.plus(Duration.ofDays(31))).visits()).isEmpty();
  }

  @Test
  void oneAddressHasAtMostFourOrAnEighth() {
    List<Visit> flood = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      flood.add(visit(NOW.minusSeconds(i), 65_535, "/forged.png"));
    }
    PageSightings few = PageSightings.NONE.with(visits(16, NOW, "/a.png"), NOW).with(flood, NOW);
    assertThat(few.visits()).filteredOn(visit -> visit.address() == 65_535).hasSize(4);
    PageSightings many = PageSightings.NONE.with(visits(64, NOW, "/a.png"), NOW).with(flood, NOW);
    assertThat(many.visits()).filteredOn(visit -> visit.address() == 65_535).hasSize(9);
  }

  @Test
  void aFullWindowWaitsFiveMinutesButNotForAFloodersTurn() {
    List<Visit> visits = visits(64, NOW.minus(Duration.ofMinutes(6)), "/a.png");
    PageSightings full = PageSightings.NONE.with(visits, NOW);
    assertThat(full.wants(Kind.PLAIN, 500, NOW)).isTrue();
    PageSightings flooded = full.with(List.of(visit(NOW, 500, "/forged.png")), NOW);
    assertThat(flooded.wants(Kind.PLAIN, 7, NOW)).as("somebody was here just now").isFalse();
    assertThat(flooded.wants(Kind.HELPED, 7, NOW)).as("the other window is empty").isTrue();
    assertThat(flooded.wants(Kind.PLAIN, 7, NOW.plus(Duration.ofMinutes(5)))).isTrue();
    PageSightings again =
        flooded.with(List.of(visit(NOW.plus(Duration.ofMinutes(4)), 500, "/forged.png")), NOW);
    assertThat(again.wants(Kind.PLAIN, 500, NOW.plus(Duration.ofMinutes(5)))).isTrue();
  }

  @Test
  void anAddressThatHasItsShareWaits() {
    PageSightings sightings =
        PageSightings.NONE.with(
            List.of(visit(NOW, 9, "/a.png"), visit(NOW, 9, "/a.png"), visit(NOW, 9, "/a.png")),
            NOW);
    assertThat(sightings.wants(Kind.PLAIN, 9, NOW)).isTrue();
    PageSightings share = sightings.with(List.of(visit(NOW, 9, "/a.png")), NOW);
    assertThat(share.wants(Kind.PLAIN, 9, NOW)).isFalse();
    assertThat(share.wants(Kind.PLAIN, 8, NOW)).isTrue();
    assertThat(share.wants(Kind.PLAIN, 9, NOW.plus(PageSightings.SPACING))).isTrue();
  }

  @Test
  void aClockThatIsADayAheadIsNotBelieved() {
    List<Visit> ahead = visits(20, NOW.plus(Duration.ofDays(1)), "/a.png");
    assertThat(PageSightings.NONE.with(ahead, NOW).visits()).isEmpty();
  }
}
