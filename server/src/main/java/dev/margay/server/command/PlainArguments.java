package dev.margay.server.command;

import dev.margay.server.config.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of {@code serve} in their usual spelling: a site at most, and each flag once, as
 * {@code --flag}, {@code --flag TEXT} or {@code --flag=TEXT}. They mean what picocli says they
 * mean, and are read without it only because no class cache can hold its classes, which are of
 * Java&nbsp;5: to load them takes a quarter of the time that a start takes. Whatever else is
 * written, mistakes and {@code --help} among it, is picocli's.
 *
 * @param flags the texts of the flags
 */
record PlainArguments(Path site, Map<Setting<?>, String> flags) {
  /** The site if none is named. */
  static final String HERE = ".";

  private static final String ON = "true";

  /** What {@code arguments}, those after the command, say; empty if they are not plain. */
  static Optional<PlainArguments> of(List<String> arguments) {
    Optional<String> site = Optional.empty();
    Map<Setting<?>, String> flags = new LinkedHashMap<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (argument.startsWith("--")) {
        if (!take(argument, rest, flags)) {
          return Optional.empty();
        }
      } else if (site.isPresent() || !isText(argument)) {
        return Optional.empty();
      } else {
        site = Optional.of(argument);
      }
    }
    try {
      return Optional.of(new PlainArguments(Path.of(site.orElse(HERE)), flags));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Puts one flag into {@code flags}, unless it is not plain. */
  private static boolean take(
      String argument, Iterator<String> rest, Map<Setting<?>, String> flags) {
    int equals = argument.indexOf('=');
    Optional<Setting<?>> setting =
        Setting.ofFlag(equals < 0 ? argument : argument.substring(0, equals));
    Optional<Boolean> takesText = setting.flatMap(SettingFlags::takesText);
    if (takesText.isEmpty() || flags.containsKey(setting.get())) {
      return false;
    }
    String text;
    if (!takesText.get()) {
      text = equals < 0 ? ON : "";
    } else if (equals >= 0) {
      text = argument.substring(equals + 1);
    } else {
      text = rest.hasNext() ? rest.next() : "";
    }
    flags.put(setting.get(), text);
    return isText(text);
  }

  /** Not what picocli might take for something else: a flag, a file of arguments, a quotation. */
  private static boolean isText(String text) {
    return !text.isEmpty() && "-@\"'".indexOf(text.charAt(0)) < 0;
  }
}
