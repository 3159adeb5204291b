package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.samplesite.Browser.Answer;
import java.util.ArrayList;
import java.util.List;

/** Asks for one file in every way that a well-behaved client may, and holds the answers to it. */
final class Visitor {
  private static final long MAX_AGE = 172_800;
  private static final List<String> SAME_FOR_HEAD =
      List.of(
          "etag",
          "content-length",
          "content-type",
          "content-encoding",
          "vary",
          "cache-control",
          "last-modified",
          "accept-ranges",
          "x-content-type-options",
          "referrer-policy");

  private final Browser browser;
  private final FileFacts file;

  Visitor(Browser browser, FileFacts file) {
    this.browser = browser;
    this.file = file;
  }

  /** The whole file in each coding, and for a client that names none. */
  List<Sent> everyRepresentation() {
    List<Sent> all = new ArrayList<>();
    Sent.CODINGS.forEach(coding -> all.add(whole(coding)));
    assertThat(plain(browser.get(file.target())).tag())
        .as("%s without Accept-Encoding", file.target())
        .isEqualTo(all.get(all.size() - 1).tag());
    return all;
  }

  /** The whole file in {@code coding}, or plain where that gains nothing. */
  Sent whole(String coding) {
    Answer answer = browser.get(file.target(), "Accept-Encoding", coding);
    return answer.coding().equals("identity") && !coding.equals("identity")
        ? plainInPlaceOf(coding, answer)
        : checked(coding, answer);
  }

  private Sent plainInPlaceOf(String coding, Answer answer) {
    assertThat(file.mayStayPlain()).as("%s is worth coding in %s", file.target(), coding).isTrue();
    return plain(answer);
  }

  private Sent plain(Answer answer) {
    return checked("identity", answer);
  }

  private Sent checked(String coding, Answer answer) {
    String what = file.target() + " in " + coding;
    assertThat(answer.status()).as(what).isEqualTo(200);
    assertThat(answer.coding()).as(what).isEqualTo(coding);
    assertThat(answer.field("content-length"))
        .as("Content-Length of %s", what)
        .isEqualTo(String.valueOf(answer.body().length));
    assertThat(Decoding.decode(coding, answer.body()))
        .as("decoded bytes of %s", what)
        .isEqualTo(file.content());
    assertThat(answer.tag())
        .as("ETag of %s", what)
        .isEqualTo(Tag.of(file.content(), coding, answer.body()));
    assertThat(answer.field("content-type")).as(what).isEqualTo(file.contentType());
    hasCachingFields(what, answer);
    return new Sent(coding, answer.tag(), answer.body());
  }

  /** The fields that a 200, a 206 and a 304 have in common. */
  private void hasCachingFields(String what, Answer answer) {
    assertThat(answer.lasting("cache-control")).as(what).isEqualTo(file.cacheControl(MAX_AGE));
    assertThat(answer.field("vary"))
        .as("Vary of %s", what)
        .isEqualTo(file.negotiable() ? "Accept-Encoding" : null);
  }

  /** HEAD tells what GET would, and sends nothing. */
  void headIsGetWithoutBytes(String coding) {
    Answer get = browser.get(file.target(), "Accept-Encoding", coding);
    Answer head = browser.head(file.target(), "Accept-Encoding", coding);
    assertThat(head.status()).as("HEAD %s", file.target()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : SAME_FOR_HEAD) {
      assertThat(head.lasting(name))
          .as("%s of HEAD %s in %s", name, file.target(), coding)
          .isEqualTo(get.lasting(name));
    }
  }

  /** A tag earns a 304 from who accepts its coding, and the whole file from who does not. */
  void tagsAreHonoured(List<Sent> known) {
    for (String accepted : Sent.CODINGS) {
      for (Sent held : known) {
        boolean acceptable = held.coding().equals(accepted) || held.coding().equals("identity");
        Answer answer = ask(accepted, held.tag());
        if (acceptable) {
          isNotModified(answer, held.tag());
          isNotModified(ask(accepted, "W/" + held.tag()), held.tag());
          isNotModified(ask(accepted, "\"other\", W/\"one\" , " + held.tag()), held.tag());
        } else {
          assertThat(answer.status())
              .as("%s for %s to who accepts %s", file.target(), held.tag(), accepted)
              .isEqualTo(200);
        }
      }
    }
  }

  private Answer ask(String accepted, String held) {
    return browser.get(file.target(), "Accept-Encoding", accepted, "If-None-Match", held);
  }

  private void isNotModified(Answer answer, String tag) {
    String what = file.target() + " for " + tag;
    assertThat(answer.status()).as(what).isEqualTo(304);
    assertThat(answer.body()).as(what).isEmpty();
    assertThat(answer.tag()).as(what).isEqualTo(tag);
    hasCachingFields(what, answer);
  }

  /** Of several tags that are held, the one that would be sent now is told. */
  void theTagThatWouldBeSentIsPreferred(List<Sent> current) {
    String list = String.join(", ", current.stream().map(Sent::tag).sorted().distinct().toList());
    for (int i = 0; i < Sent.CODINGS.size(); i++) {
      isNotModified(ask(Sent.CODINGS.get(i), list), current.get(i).tag());
    }
  }
}
