package dev.margay.server.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** SnakeYAML's exceptions in the words of someone who edits the file. */
final class YamlFault {
  /**
   * Known faults.
   *
   * @param sign what SnakeYAML's problem or its context contains
   * @param opened whether the line of interest is the one where the construct began
   */
  private record Known(String sign, boolean opened, String problem, String remedy) {}

  /** The first whose sign is found speaks. */
  private static final List<Known> KNOWN =
      List.of(
          new Known(
              "while scanning a quoted scalar",
              true,
              "the quote that opens here is not closed rightly",
              "close it; inside double quotes write \\\\ for a backslash"),
          new Known(
              "while parsing a flow sequence",
              true,
              "the list that opens here is not closed rightly",
              "put commas between its entries and close it with ]"),
          new Known(
              "while parsing a flow mapping",
              true,
              "the map that opens here is not closed rightly",
              "put commas between its entries and close it with }"),
          new Known(
              "(TAB)",
              false,
              "a tab is used for indentation",
              "indent with spaces instead of tabs"),
          new Known(
              "cannot start any token",
              false,
              "a value begins with a character that YAML keeps for itself",
              "put the value in quotes"),
          new Known(
              "mapping values are not allowed here",
              false,
              "a key is not expected here",
              "check the indentation, and put values that contain \": \" in quotes"),
          new Known(
              "found another document",
              false,
              "a second document begins here",
              "keep one document only and remove the line ---"),
          new Known(
              "found undefined alias",
              false,
              "the alias after * names an anchor that is not defined above",
              "define it above with &, or put the value in quotes"),
          new Known(
              "could not find expected ':'",
              true,
              "a key here has no colon after it",
              "write a colon and a space after the key"),
          new Known(
              "<block end>",
              false,
              "this line does not continue what is above it",
              "check the indentation and remove surplus brackets"));

  private YamlFault() {}

  /** Adds the one sentence for {@code fault}, found in {@code text}. */
  static void report(YamlEngineException fault, String text, Mistakes mistakes) {
    if (fault instanceof MarkedYamlEngineException marked) {
      reportMarked(marked, mistakes);
    } else if (fault instanceof ReaderException unreadable) {
      int before = Math.min(unreadable.getPosition(), text.length());
      int line = 1 + (int) text.substring(0, before).chars().filter(c -> c == '\n').count();
      mistakes.at(line, 0, "the text holds a control character", "remove it");
    } else if (String.valueOf(fault.getMessage()).startsWith("Number of aliases")) {
      mistakes.ofFile("the file uses more aliases (*) than are allowed", "write the values out");
    } else {
      mistakes.ofFile(
          "the file is not readable as YAML (" + said(fault.getMessage()) + ")",
          "check its first lines");
    }
  }

  private static void reportMarked(MarkedYamlEngineException fault, Mistakes mistakes) {
    String said = fault.getContext() + ' ' + fault.getProblem();
    Known known =
        KNOWN.stream()
            .filter(candidate -> said.contains(candidate.sign()))
            .findFirst()
            .orElseGet(
                () ->
                    new Known(
                        "",
                        false,
                        "the text is not YAML here (" + said(fault.getProblem()) + ")",
                        "check the line and the one above"));
    Optional<Mark> opened = known.opened() ? fault.getContextMark() : Optional.empty();
    opened
        .or(fault::getProblemMark)
        .or(fault::getContextMark)
        .ifPresentOrElse(
            mark -> mistakes.at(mark, known.problem(), known.remedy()),
            () -> mistakes.ofFile(known.problem(), known.remedy()));
  }

  private static String said(String message) {
    return Quotation.plain(String.valueOf(message).strip());
  }
}
