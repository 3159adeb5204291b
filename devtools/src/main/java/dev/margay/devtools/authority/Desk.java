package dev.margay.devtools.authority;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine that somebody develops on, as far as its settings, folders and programs matter.
 *
 * @param environment the environment variables
 * @param root where the file system of the machine begins: {@code /}, but for tests
 * @param platform whose rules apply
 */
public record Desk(Map<String, String> environment, Path root, Platform platform) {
  /** Whose rules apply. */
  public enum Platform {
    /** Linux and what resembles it. */
    LINUX,
    /** macOS. */
    MAC,
    /** Windows. */
    WINDOWS
  }

  /** Takes a copy of the environment. */
  public Desk {
    environment = Map.copyOf(environment);
  }

  /** The machine that this process runs on. */
  public static Desk here() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Platform platform = Platform.LINUX;
    if (system.startsWith("mac")) {
      platform = Platform.MAC;
    } else if (system.startsWith("windows")) {
      platform = Platform.WINDOWS;
    }
    return new Desk(System.getenv(), Path.of("/"), platform);
  }

  /** A variable that is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The user's own folder: what {@code HOME} says, before what the system says. */
  public Path home() {
    return Path.of(variable("HOME").orElseGet(() -> System.getProperty("user.home", ".")));
  }

  /**
   * Where this user's authority is kept, which may not be there yet: {@code $XDG_DATA_HOME/margay}
   * (XDG Base Directory Specification), and what macOS and Windows have in its place.
   */
  public Path authorityFolder() {
    Path data =
        switch (platform) {
          case LINUX ->
              variable("XDG_DATA_HOME")
                  .map(Path::of)
                  .filter(Path::isAbsolute)
                  .orElseGet(() -> home().resolve(".local/share"));
          case MAC -> home().resolve("Library/Application Support");
          case WINDOWS ->
              variable("LOCALAPPDATA")
                  .map(Path::of)
                  .orElseGet(() -> home().resolve("AppData/Local"));
        };
    return data.resolve("margay");
  }

  /** The program of this name that a shell would run. */
  public Optional<Path> program(String name) {
    return Stream.of(variable("PATH").orElse("").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of(name, name + ".exe").map(Path.of(folder)::resolve))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** A place of the machine, such as {@code etc/ssl}, from its root. */
  Path place(String relative) {
    return root.resolve(relative);
  }
}
