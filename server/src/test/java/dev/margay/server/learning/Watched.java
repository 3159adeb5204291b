package dev.margay.server.learning;

import dev.margay.rcache.key.ContentHash;
import dev.margay.server.learning.AssetRequest.Audience;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** A site whose visits are written into a book, for tests that say what visitors do. */
final class Watched {
  static final String DOMAIN = "www.example.com";
  static final PageVersion PAGE = page("/", "first version");

  private static final byte[] SALT = "a salt of tests".getBytes(StandardCharsets.UTF_8);

  final SightingsBook book =
      new SightingsBook(new AddressHash(SALT), new Random(1)::nextLong, 16L << 20);

  /** What the page's source names. */
  final Map<String, PageAsset> named = new HashMap<>();

  Instant now = Instant.parse("2026-03-01T08:00:00Z");

  static PageVersion page(String path, String content) {
    return new PageVersion(DOMAIN, path, ContentHash.of(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** One visitor in a visit. */
  final class Guest {
    private final Visitor visitor;
    private final Instant begin;
    private int pause = 20;
    private Instant at;

    Guest(Visitor visitor) {
      this.visitor = visitor;
      this.begin = now;
      this.at = now;
    }

    Guest after(Duration time) {
      at = begin.plus(time);
      return this;
    }

    Guest gets(String target, String destination) {
      return gets(target, destination, "/");
    }

    /** The browser asks with GET and gets 200. */
    Guest gets(String target, String destination, String referer) {
      String mode = destination.equals("font") ? "cors" : "no-cors";
      return asks("GET", 200, target, referer, new FetchMetadata(destination, mode, ""));
    }

    Guest asks(String method, int status, String target, String referer, FetchMetadata fetch) {
      return asks(method, status, target, "https://" + DOMAIN + referer, fetch, Audience.ANYONE, 0);
    }

    Guest asks(
        String method,
        int status,
        String target,
        String referer,
        FetchMetadata fetch,
        Audience audience,
        int bytes) {
      at = at.plusMillis(pause);
      book.asked(
          new AssetRequest(
              visitor, DOMAIN, DOMAIN, method, status, target, referer, fetch, audience, bytes,
              at));
      return this;
    }
  }

  static Visitor person(int number) {
    return new Visitor("192.0.2." + number, "Browser/1");
  }

  Navigation navigation(Visitor visitor, PageVersion page, List<PageAsset> sent) {
    return new Navigation(
        visitor,
        page,
        DOMAIN,
        FetchMetadata.NAVIGATION,
        sent,
        target -> false,
        target -> Optional.ofNullable(named.get(target)),
        now);
  }

  /** A whole visit, and a minute's pause. */
  void visit(Visitor visitor, PageVersion page, List<PageAsset> sent, Consumer<Guest> doing) {
    visit(navigation(visitor, page, sent), doing);
  }

  void visit(Visitor visitor, Consumer<Guest> doing) {
    visit(visitor, PAGE, List.of(), doing);
  }

  void visit(Navigation navigation, Consumer<Guest> doing) {
    book.open(navigation);
    doing.accept(new Guest(navigation.visitor()));
    now = now.plus(Duration.ofMinutes(1));
    book.close(now);
  }

  /** As many visits, each from an address of its own. */
  void visits(int count, Consumer<Guest> doing) {
    for (int i = 0; i < count; i++) {
      visit(person(i), doing);
    }
  }

  List<String> learnt() {
    return learnt(PAGE);
  }

  List<String> learnt(PageVersion page) {
    return new ArrayList<>(
        book.of(page).assets().orElse(PageAssets.NONE).assets().stream()
            .map(PageAsset::target)
            .toList());
  }
}
