package dev.margay.devtools.bench;

import dev.margay.server.command.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@code margay} is run.
 *
 * @param command without the command of Margay's own
 */
record MargayProgram(List<String> command, Origin origin) {
  /** Where the command comes from. */
  enum Origin {
    /** The launcher, which also keeps a cache of classes. */
    LAUNCHER,
    /** A class path, as in tests. */
    CLASS_PATH
  }

  /** Keeps its own copy. */
  MargayProgram {
    command = List.copyOf(command);
  }

  /** As this process was run itself. */
  static MargayProgram here() {
    String launcher = System.getProperty("margay.launcher");
    return launcher == null
        ? onClassPath(System.getProperty("java.class.path"))
        : new MargayProgram(List.of(launcher), Origin.LAUNCHER);
  }

  static MargayProgram onClassPath(String classPath) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new MargayProgram(
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-cp",
            classPath,
            Main.class.getName()),
        Origin.CLASS_PATH);
  }

  List<String> with(List<String> arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    return all;
  }
}
