package dev.margay.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by file name. The table is the resource {@code media-types.txt} beside this class.
 */
public final class MediaTypes {
  private static final String TABLE = "media-types.txt";
  private static final MediaType UNKNOWN =
      new MediaType("application/octet-stream", AssetKind.OTHER, false);
  private static final Map<String, MediaType> BY_EXTENSION = read();

  private MediaTypes() {}

  /**
   * The type that the extension of {@code fileName} stands for, in any case of letters; {@code
   * application/octet-stream} if it has none or an unknown one.
   *
   * @param fileName with or without folders before it
   */
  public static MediaType of(String fileName) {
    int dot = fileName.lastIndexOf('.');
    if (dot < 0) {
      return UNKNOWN;
    }
    String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
  }

  private static Map<String, MediaType> read() {
    Map<String, MediaType> types = new HashMap<>();
    try (InputStream table = MediaTypes.class.getResourceAsStream(TABLE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(table, UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> add(line, types));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the table of media types", e);
    }
    return Map.copyOf(types);
  }

  /** A line is: media type, kind, {@code code} or {@code plain}, extensions. */
  private static void add(String line, Map<String, MediaType> types) {
    List<String> words = List.of(line.strip().split(" +", -1));
    // Text without a charset is read in the reader's own; files of today's sites are UTF-8.
    String name = words.get(0);
    MediaType type =
        new MediaType(
            name.startsWith("text/") ? name + "; charset=utf-8" : name,
            AssetKind.valueOf(words.get(1)),
            words.get(2).equals("code"));
    for (String extension : words.subList(3, words.size())) {
      if (types.put(extension, type) != null) {
        throw new IllegalStateException("two media types for ." + extension);
      }
    }
  }
}
