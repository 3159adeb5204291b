package dev.margay.server.config;

import java.nio.file.Path;

/**
 * One mistake in something that a person wrote, and what to do about it.
 *
 * @param file the file or folder that is meant, as it was named to Margay
 * @param line 1-based; 0 when the whole file is meant
 * @param column 1-based; 0 when the whole line or file is meant
 * @param problem what is wrong; no capital at the start, no full stop
 * @param remedy what to write or do instead, in the same style
 */
public record ConfigMistake(Path file, int line, int column, String problem, String remedy) {

  /** A mistake of the whole file or folder. */
  static ConfigMistake ofFile(Path file, String problem, String remedy) {
    return new ConfigMistake(file, 0, 0, problem, remedy);
  }

  /** The sentence for people: {@code margay.yaml:7: unknown key "spaa"; did you mean "spa"?}. */
  @Override
  public String toString() {
    return Quotation.whole(file.toString())
        + (line > 0 ? ":" + line : "")
        + ": "
        + problem
        + "; "
        + remedy;
  }
}
