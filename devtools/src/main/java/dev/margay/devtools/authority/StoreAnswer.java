package dev.margay.devtools.authority;

/**
 * What came of a look at a trust store, or of a change to it.
 *
 * @param standing how the authority stands there now
 * @param text what happened, or what to do by hand; may be empty
 */
public record StoreAnswer(Standing standing, String text) {
  /** How an authority stands in a store. */
  public enum Standing {
    /** It is trusted. */
    TRUSTED,
    /** It is not there. */
    ABSENT,
    /** It could not be put in or taken out: the text says how to do that by hand. */
    BY_HAND,
    /** This machine has no such store. */
    NO_STORE
  }

  static StoreAnswer trusted(String text) {
    return new StoreAnswer(Standing.TRUSTED, text);
  }

  static StoreAnswer absent(String text) {
    return new StoreAnswer(Standing.ABSENT, text);
  }

  static StoreAnswer byHand(String problem, String command) {
    return new StoreAnswer(Standing.BY_HAND, problem + "; by hand: " + command);
  }

  static StoreAnswer noStore(String text) {
    return new StoreAnswer(Standing.NO_STORE, text);
  }
}
