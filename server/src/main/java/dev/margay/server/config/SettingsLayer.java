package dev.margay.server.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one place, such as the command line, says about the settings; whatever it does not mention
 * is absent.
 */
public final class SettingsLayer {
  /** The values by setting; each has its setting's type, which {@link #put} guards. */
  private final Map<Setting<?>, Object> values = new HashMap<>();

  private SettingsLayer() {}

  /** What came of reading a layer's texts. */
  public sealed interface Reading {

    /** All were understood. */
    record Understood(SettingsLayer layer) implements Reading {}

    /**
     * Some were not.
     *
     * @param sentences one for each, with its flag or variable and the remedy; at least one
     */
    record Misread(List<String> sentences) implements Reading {
      /** Keeps its own copy. */
      public Misread {
        sentences = List.copyOf(sentences);
      }
    }
  }

  /** Reads the texts that were given with flags; a flag without a value has the text "true". */
  public static Reading ofFlags(Map<Setting<?>, String> texts) {
    return read(texts, Setting::flag);
  }

  /** Reads the {@code MARGAY_…} variables; empty ones count as absent, others are ignored. */
  public static Reading ofEnvironment(Map<String, String> variables) {
    Map<Setting<?>, String> texts = new LinkedHashMap<>();
    for (Setting<?> setting : Setting.all()) {
      String text = variables.getOrDefault(setting.environmentVariable(), "");
      if (!text.isEmpty()) {
        texts.put(setting, text);
      }
    }
    return read(texts, Setting::environmentVariable);
  }

  /** What {@code margay.yaml} says. */
  public static SettingsLayer of(SiteConfig config) {
    SettingsLayer layer = new SettingsLayer();
    config.maxAge().ifPresent(seconds -> layer.put(Setting.MAX_AGE, seconds));
    config.redis().ifPresent(uri -> layer.put(Setting.REDIS, uri));
    config.encodeWait().ifPresent(wait -> layer.put(Setting.ENCODE_WAIT, wait));
    config.cacheSize().ifPresent(bytes -> layer.put(Setting.CACHE_SIZE, bytes));
    if (!config.trustedProxies().isEmpty()) {
      layer.put(Setting.TRUSTED_PROXIES, config.trustedProxies());
    }
    return layer;
  }

  /** A layer that says nothing. */
  public static SettingsLayer empty() {
    return new SettingsLayer();
  }

  /** What this layer says about {@code setting}. */
  @SuppressWarnings("unchecked") // put() is the only way in.
  public <T> Optional<T> get(Setting<T> setting) {
    return Optional.ofNullable((T) values.get(setting));
  }

  private static Reading read(Map<Setting<?>, String> texts, Function<Setting<?>, String> place) {
    SettingsLayer layer = new SettingsLayer();
    List<String> sentences = new ArrayList<>();
    texts.forEach(
        (setting, text) ->
            layer.read(setting, text, place.apply(setting)).ifPresent(sentences::add));
    return sentences.isEmpty() ? new Reading.Understood(layer) : new Reading.Misread(sentences);
  }

  /** Puts the value; or returns the sentence about what is wrong with the text. */
  private <T> Optional<String> read(Setting<T> setting, String text, String place) {
    TextReading<T> reading = setting.parse(text);
    reading.found().ifPresent(value -> put(setting, value));
    return reading instanceof TextReading.Misread<T> misread
        ? Optional.of(misread.sentence(place))
        : Optional.empty();
  }

  private <T> void put(Setting<T> setting, T value) {
    values.put(setting, value);
  }
}
