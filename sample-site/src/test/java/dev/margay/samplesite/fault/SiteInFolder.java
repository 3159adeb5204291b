package dev.margay.samplesite.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A site in a temporary folder whose scripts are made up, large and the same in each run. */
record SiteInFolder(Path folder) {
  static SiteInFolder in(Path folder) throws IOException {
    return new SiteInFolder(Files.createDirectories(folder));
  }

  /** Writes a script of {@code bytes} bytes at the site's top; returns its content's hash. */
  String script(String name, int bytes, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(bytes + 80);
    while (text.length() < bytes) {
      text.append("export function f").append(random.nextInt(100_000));
      text.append("(a, b) { return a.x * ").append(random.nextInt(1000));
      text.append(" + b.items[").append(random.nextInt(50)).append("]; }\n");
    }
    byte[] content = text.substring(0, bytes).getBytes(UTF_8);
    Path staged = Files.write(folder.resolve("." + name), content);
    Files.move(staged, folder.resolve(name));
    return Visitors.hash(content);
  }
}
