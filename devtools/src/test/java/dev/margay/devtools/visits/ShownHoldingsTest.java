package dev.margay.devtools.visits;

import static dev.margay.devtools.visits.Requests.answer;
import static dev.margay.devtools.visits.Requests.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.devtools.visits.Holdings.Held;
import dev.margay.rcache.key.ContentCoding;
import dev.margay.rcache.key.ContentHash;
import dev.margay.rcache.key.Tier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ShownHoldingsTest {
  private final List<Held> held = new ArrayList<>();
  private final ShownHoldings shown = new ShownHoldings(content -> List.copyOf(held));
  private final VisitBook book = new VisitBook(() -> {});

  @Test
  void aVisitIsOutdatedOnceItsContentHasAnotherForm() {
    Asked page = page(1, "/", 0);
    book.asked(page, Optional.empty());
    book.answered(page, answer(200, 40, 100, 4), Optional.empty());
    assertThat(shown.outdated(book.visits())).as("never shown").isEmpty();
    ContentHash content = ContentHash.of("x".getBytes(StandardCharsets.UTF_8));
    shown.show(content);
    assertThat(shown.outdated(book.visits())).isEmpty();
    held.add(new Held(ContentCoding.BR, Tier.BEST, OptionalLong.of(30)));
    assertThat(shown.outdated(book.visits())).hasSize(1);
    assertThat(shown.show(content)).hasSize(1);
    assertThat(shown.outdated(book.visits())).isEmpty();
  }

  @Test
  void whatIsShownAnewHasANewerRevision() {
    book.asked(page(1, "/", 0), Optional.empty());
    long before = book.revision();
    book.showAnew(1);
    book.showAnew(2); // gone by now: nothing to show
    assertThat(book.visits().get(0).revision()).isEqualTo(before + 1);
    assertThat(book.revision()).isEqualTo(before + 1);
  }
}
