package dev.margay.devtools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a figure has to be quoted with.
 *
 * @param facts name and text of each, in order
 */
record Machine(Map<String, String> facts) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** This one. */
  static Machine here(Cores cores, InstalledProgram h2load) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("CPU", cpu());
    facts.put("cores", Runtime.getRuntime().availableProcessors() + "; " + cores.text());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("JDK", System.getProperty("java.vendor") + " " + Runtime.version());
    facts.put("client", h2load.version("--version"));
    String options = System.getenv().getOrDefault("MARGAY_JAVA_OPTIONS", "");
    if (!options.isEmpty()) {
      facts.put("Java options", options);
    }
    return new Machine(facts);
  }

  private static String cpu() {
    try {
      return Files.readAllLines(CPU_INFO).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
