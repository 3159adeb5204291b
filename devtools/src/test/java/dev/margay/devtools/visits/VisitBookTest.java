package dev.margay.devtools.visits;

import static dev.margay.devtools.visits.Requests.answer;
import static dev.margay.devtools.visits.Requests.asked;
import static dev.margay.devtools.visits.Requests.asset;
import static dev.margay.devtools.visits.Requests.page;
import static dev.margay.devtools.visits.Requests.url;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.devtools.visits.Asked.Way;
import dev.margay.server.visitor.CacheDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VisitBookTest {
  private final AtomicInteger changes = new AtomicInteger();
  private final VisitBook book = new VisitBook(changes::incrementAndGet);

  @Test
  void requestsThatNameThePageBelongToIt() {
    ask(page(1, "/", 0));
    ask(asset(2, "/a.css", url("/"), 5));
    ask(asset(3, "/b.css", url("/other"), 6));
    assertThat(targets(0)).containsExactly("/", "/a.css");
  }

  @Test
  void requestsOfItsStyleSheetsBelongToIt() {
    ask(page(1, "/", 0));
    ask(asset(2, "/a.css", url("/"), 5));
    ask(asset(3, "/font.woff2", url("/a.css"), 9));
    assertThat(targets(0)).containsExactly("/", "/a.css", "/font.woff2");
  }

  @Test
  void requestsWithoutRefererBelongToTheLastPageOfTheirConnection() {
    ask(page(1, "/", 0));
    ask(page(2, "/next", 10));
    ask(asset(3, "/a.js", "", 12));
    Client other = new Client("c2", "127.0.0.1", "browser");
    ask(asked(4, "/b.js", Way.REQUESTED, other, "", "no-cors", "script", 13));
    assertThat(targets(0)).containsExactly("/");
    assertThat(targets(1)).containsExactly("/next", "/a.js");
  }

  @Test
  void anotherBrowserOnTheSamePageHasAVisitOfItsOwn() {
    Client other = new Client("c2", "127.0.0.1", "another");
    ask(page(1, "/", 0));
    ask(asked(2, "/", Way.REQUESTED, other, "", "navigate", "document", 1));
    ask(asset(3, "/a.css", url("/"), 2));
    assertThat(targets(0)).containsExactly("/", "/a.css");
    assertThat(targets(1)).containsExactly("/");
  }

  @Test
  void pushesBelongToThePageAndAreNoNavigations() {
    ask(page(1, "/", 0));
    ask(asked(2, "/about", Way.PUSHED, Requests.BROWSER, url("/"), "", "", 2));
    assertThat(book.visits()).hasSize(1);
    assertThat(targets(0)).containsExactly("/", "/about");
  }

  @Test
  void afterHalfAMinuteOfSilenceAVisitIsOver() {
    ask(page(1, "/", 0));
    ask(asset(2, "/late.css", url("/"), 31_000));
    assertThat(targets(0)).containsExactly("/");
  }

  @Test
  void answersAndDigestsAreKept() {
    CacheDigest digest = CacheDigest.empty().with(7);
    Asked page = page(1, "/", 0);
    ask(page);
    book.promised(page, "/a.css", 2_000_000);
    book.hinted(page, 3_000_000);
    book.answered(page, answer(200, 40, 100, 4), Optional.of(digest));
    Visit visit = book.visits().get(0);
    assertThat(visit.after()).contains(digest);
    assertThat(visit.before()).isEmpty();
    assertThat(visit.promised()).containsEntry("/a.css", 2_000_000L);
    assertThat(visit.hinted()).hasValue(3_000_000);
    assertThat(visit.requests().get(0).answer().orElseThrow().saved()).isEqualTo(60);
    assertThat(visit.revision()).isEqualTo(book.revision()).isEqualTo(changes.get());
  }

  @Test
  void onlySoManyVisitsAndRequestsAreKept() {
    for (int i = 0; i < VisitBook.MOST_VISITS + 5; i++) {
      ask(page(i, "/" + i, i));
    }
    assertThat(book.visits()).hasSize(VisitBook.MOST_VISITS);
    assertThat(book.visits().get(0).page().target()).isEqualTo("/5");
    for (int i = 0; i < VisitBook.MOST_REQUESTS + 5; i++) {
      ask(asset(1000 + i, "/a", "", 100));
    }
    Visit last = book.visits().get(VisitBook.MOST_VISITS - 1);
    assertThat(last.requests()).hasSize(VisitBook.MOST_REQUESTS);
    assertThat(last.leftOut()).isEqualTo(6); // the page is one of those kept
  }

  private void ask(Asked request) {
    book.asked(request, Optional.empty());
  }

  private List<String> targets(int visit) {
    return book.visits().get(visit).requests().stream().map(seen -> seen.asked().target()).toList();
  }
}
