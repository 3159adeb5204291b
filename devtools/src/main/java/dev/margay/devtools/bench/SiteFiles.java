package dev.margay.devtools.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * The files that all servers serve: photos, which nobody encodes, and scripts with an encoded file
 * beside them for the servers that take that. The same bytes at each run.
 */
record SiteFiles(Path folder) {
  /** What is written while it is asked for; no measurement uses it. */
  static final String CHANGING = "/changing.js";

  private static final int KIBI = 1024;
  private static final Map<String, Integer> PHOTOS =
      Map.of(
          "/photo-1k.jpg", KIBI,
          "/photo-10k.jpg", 10 * KIBI,
          "/photo-100k.jpg", 100 * KIBI,
          "/photo-1m.jpg", KIBI * KIBI,
          "/photo-10m.jpg", 10 * KIBI * KIBI);
  private static final Map<String, Integer> SCRIPTS =
      Map.of(
          "/text-10k.js", 10 * KIBI,
          "/text-100k.js", 100 * KIBI,
          "/text-1m.js", KIBI * KIBI);

  /** Long ago enough that every server believes the dates. */
  private static final Duration AGE = Duration.ofDays(1);

  private static final long SEED = 20_261_122;
  private static final List<String> WORDS =
      List.of(
          "element",
          "list",
          "index",
          "value",
          "node",
          "update",
          "render",
          "state",
          "event",
          "handler",
          "queue",
          "cache",
          "width",
          "height",
          "offset",
          "parent",
          "child",
          "result",
          "options",
          "callback",
          "length",
          "buffer",
          "source",
          "target",
          "key",
          "item",
          "current");

  /** Writes them into {@code folder}. */
  static SiteFiles write(Path folder, Instant now) throws IOException {
    Files.createDirectories(folder);
    FileTime date = FileTime.from(now.minus(AGE));
    for (Map.Entry<String, Integer> photo : PHOTOS.entrySet()) {
      byte[] noise = new byte[photo.getValue()];
      new SplittableRandom(SEED + noise.length).nextBytes(noise);
      write(folder.resolve(photo.getKey().substring(1)), noise, date);
    }
    for (Map.Entry<String, Integer> script : SCRIPTS.entrySet()) {
      byte[] text = script(script.getValue());
      Path file = folder.resolve(script.getKey().substring(1));
      write(file, text, date);
      Path encoded = folder.resolve(script.getKey().substring(1) + ".gz");
      try (OutputStream out = new Best(Files.newOutputStream(encoded))) {
        out.write(text);
      }
      Files.setLastModifiedTime(encoded, date);
    }
    write(folder.resolve(CHANGING.substring(1)), script(KIBI), date);
    return new SiteFiles(folder);
  }

  private static void write(Path file, byte[] bytes, FileTime date) throws IOException {
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, date);
  }

  byte[] content(String path) throws IOException {
    return Files.readAllBytes(folder.resolve(path.substring(1)));
  }

  /** Lines that look like code, and shrink to about a quarter as code does. */
  private static byte[] script(int size) {
    SplittableRandom random = new SplittableRandom(SEED + size);
    StringBuilder text = new StringBuilder(size + 200);
    while (text.length() < size) {
      text.append("  const ").append(word(random)).append(random.nextInt(1000));
      text.append(" = this.").append(word(random)).append('.').append(word(random));
      text.append('(').append(word(random)).append(", ").append(random.nextInt(100_000));
      text.append(");\n");
      if (random.nextInt(8) == 0) {
        text.append("}\n\nfunction ").append(word(random)).append('_').append(word(random));
        text.append('(').append(word(random)).append(") {\n");
      }
    }
    return text.substring(0, size).getBytes(US_ASCII);
  }

  private static String word(SplittableRandom random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /** gzip as small as it gets. */
  private static final class Best extends GZIPOutputStream {
    private static final int LEVEL = 9;

    Best(OutputStream out) throws IOException {
      super(out);
      def.setLevel(LEVEL);
    }
  }
}
