package dev.margay.devtools.visits;

import dev.margay.server.ahead.Verdict;
import dev.margay.server.learning.PageAssets.Source;
import dev.margay.server.metrics.Exchange.Served;

/** The server's outcomes in sentences for people. */
final class PlainWords {
  private PlainWords() {}

  static String of(Source source) {
    return switch (source) {
      case PUSH_LIST -> "the push list next to the page says which assets belong to it";
      case TRAFFIC -> "learnt from what visitors' browsers asked for after this page";
      case MARKUP -> "read from the page's HTML and its style sheets";
      case NONE -> "nothing was known of this page's assets when its headers had to go out";
    };
  }

  static String ofDelivery(String label) {
    return switch (label) {
      case "push" -> "pushed: this client accepts HTTP/2 push";
      case "early_hints" ->
          "hinted: a 103 if the page is not ready at once, and a Link field with the page";
      case "link" -> "hinted in a Link field with the page's own headers";
      default -> label;
    };
  }

  /**
   * Why an asset was sent ahead, or was not.
   *
   * @param delivery the name of how the plan reached the client
   */
  static String why(Verdict verdict, String delivery) {
    return switch (verdict) {
      case AHEAD ->
          delivery.equals("push")
              ? "Sent ahead: the page needs it, and nothing says that this visitor has it."
              : "Hinted ahead: the page needs it, and nothing says that this visitor has it.";
      case KNOWN_BY_DIGEST ->
          "Not sent ahead: the visitor's digest cookie says that this version is already there.";
      case KNOWN_BY_SESSION ->
          "Not sent ahead: this version was sent to this visitor earlier in the session.";
      case KNOWN_BY_CONNECTION ->
          "Not sent ahead: this version was sent, or is being sent, on this same connection.";
      case OVER_COUNT -> "Not sent ahead: 16 more important assets of this page use up the budget.";
      case OVER_BYTES -> "Not sent ahead: it does not fit into what is left of the page's 512 KiB.";
      case OVER_FIELD -> "Not hinted: the Link field is full (4 KB).";
      case BEHIND_STYLE ->
          "Not sent ahead: a style sheet that blocks painting did not fit, and nothing may"
              + " overtake it.";
      case REFUSED -> "Not sent ahead: clients of this kind refused it three times for this page.";
      case NOT_FRESH ->
          "Not sent ahead: the browser may keep it for less than 10 s, and would fetch it twice.";
      case MISSING -> "Not sent ahead: nothing is served under this address.";
      case ELSEWHERE ->
          "Not sent ahead: it is on another server, or its address cannot stand in a header field.";
      case MEASURED ->
          "Not sent ahead this time: one visit in 20 gets no hints, to learn what browsers ask for"
              + " by themselves.";
    };
  }

  static String of(Served served) {
    return switch (served) {
      case READY -> "the bytes were at hand";
      case WAITED -> "waited until the coded form was found on disk, or made";
      case PLAIN_FOR_NOW -> "plain for now: the coded form was not there in time";
      case UNHASHED -> "plain: the file is large and not hashed yet";
    };
  }
}
