package dev.margay.server.http;

import java.util.Locale;
import java.util.Optional;

/**
 * What a browser wants a resource for: the destinations of the Fetch Standard (§2.2.5) that can be
 * sent ahead. The token is that of {@code Sec-Fetch-Dest}, and of {@code as} in a preload link.
 */
public enum Destination {
  STYLE,
  SCRIPT,
  IMAGE,
  FONT;

  /** The destination's name on the wire. */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The destination that {@code token} names; empty for one that is never sent ahead. */
  public static Optional<Destination> of(String token) {
    return switch (token) {
      case "style" -> Optional.of(STYLE);
      case "script" -> Optional.of(SCRIPT);
      case "image" -> Optional.of(IMAGE);
      case "font" -> Optional.of(FONT);
      default -> Optional.empty();
    };
  }

  /** The destination that files of this kind are usually for. */
  public static Optional<Destination> of(AssetKind kind) {
    return switch (kind) {
      case STYLE_SHEET -> Optional.of(STYLE);
      case SCRIPT -> Optional.of(SCRIPT);
      case IMAGE -> Optional.of(IMAGE);
      case FONT -> Optional.of(FONT);
      case MEDIA, WASM, PAGE, OTHER -> Optional.empty();
    };
  }
}
