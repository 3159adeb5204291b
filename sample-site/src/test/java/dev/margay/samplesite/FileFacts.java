package dev.margay.samplesite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;

/**
 * What the specification says of one file on disk. It is written down here once more, so that a
 * mistake in the server's own tables is seen.
 */
final class FileFacts {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("md", "text/markdown; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("xml", "application/xml"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("ts", "video/mp2t"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("ttf", "font/ttf"),
          Map.entry("eot", "application/vnd.ms-fontobject"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("gz", "application/gzip"),
          Map.entry("zip", "application/zip"));

  private static final Set<String> ASSETS =
      Set.of(
          "css", "js", "mjs", "svg", "ico", "png", "jpg", "gif", "webp", "mp4", "ts", "woff",
          "woff2", "ttf", "eot");

  private static final Set<String> COMPRESSED_ALREADY =
      Set.of("png", "jpg", "gif", "webp", "mp4", "ts", "woff", "woff2", "pdf", "gz", "zip");

  private static final int HARDLY_SMALLER = 64;

  private final String target;
  private final byte[] content;

  /** Of its name, in lower case; empty if there is none. */
  private final String extension;

  private FileFacts(String target, byte[] content, String extension) {
    this.target = target;
    this.content = content;
    this.extension = extension;
  }

  static FileFacts of(RealSite site, Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    try {
      return new FileFacts(
          site.target(file),
          Files.readAllBytes(file),
          dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The request target that leads to it. */
  String target() {
    return target;
  }

  /** Its bytes. */
  byte[] content() {
    return content;
  }

  String contentType() {
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  /** Whether the coding sent depends on what the request accepts. */
  boolean negotiable() {
    return TYPES.containsKey(extension) && !COMPRESSED_ALREADY.contains(extension);
  }

  String cacheControl(long maxAge) {
    return ASSETS.contains(extension) ? "max-age=" + maxAge : "no-cache";
  }

  /** Whether plain bytes may be sent to who accepts a coding: only where that gains nothing. */
  boolean mayStayPlain() {
    if (!negotiable() || content.length < HARDLY_SMALLER) {
      return true;
    }
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      byte[] chunk = new byte[8192];
      while (!deflater.finished()) {
        deflater.deflate(chunk);
      }
      return deflater.getTotalOut() + HARDLY_SMALLER > content.length;
    } finally {
      deflater.end();
    }
  }
}
