package dev.margay.server.config;

import java.util.Optional;
import java.util.function.Function;

/** What came of reading one short text, such as a flag's value, that a person wrote. */
public sealed interface TextReading<T> {

  /** The text says {@code value}. */
  record Understood<T>(T value) implements TextReading<T> {}

  /**
   * The text does not say a value.
   *
   * @param problem what is wrong with it, quoting it; no capital at the start, no full stop
   * @param remedy what to write instead, with an example; in the same style
   */
  record Misread<T>(String problem, String remedy) implements TextReading<T> {

    /** Problem and remedy as one sentence. */
    public String sentence() {
      return problem + "; " + remedy;
    }

    /** Problem and remedy as one sentence, for whoever wrote {@code place}, such as a flag. */
    public String sentence(String place) {
      return place + ": " + sentence();
    }
  }

  /** The reading that found {@code value}. */
  static <T> TextReading<T> understood(T value) {
    return new Understood<>(value);
  }

  /** The reading that found none. */
  static <T> TextReading<T> misread(String problem, String remedy) {
    return new Misread<>(problem, remedy);
  }

  /** The value, if there is one. */
  default Optional<T> found() {
    return this instanceof Understood<T> understood
        ? Optional.of(understood.value())
        : Optional.empty();
  }

  /** The same reading with its value, if there is one, turned into another. */
  default <R> TextReading<R> map(Function<? super T, ? extends R> turn) {
    if (this instanceof Misread<T> misread) {
      return misread(misread.problem(), misread.remedy());
    }
    return understood(turn.apply(((Understood<T>) this).value()));
  }
}
