package dev.margay.server.config;

import java.util.List;
import java.util.Optional;

/**
 * The one place of the rule that a flag beats the environment variable, which beats {@code
 * margay.yaml}, which beats the default.
 *
 * @param flags what the command line says
 * @param environment what the {@code MARGAY_…} variables say
 * @param file what {@code margay.yaml} says; nothing in a plain folder
 */
public record LayeredSettings(SettingsLayer flags, SettingsLayer environment, SettingsLayer file) {

  /** What the strongest layer that mentions {@code setting} says. */
  public <T> Optional<T> get(Setting<T> setting) {
    return strongestFirst().stream().flatMap(layer -> layer.get(setting).stream()).findFirst();
  }

  /** As {@link #get(Setting)}; if no layer mentions it, {@code otherwise}. */
  public <T> T get(Setting<T> setting, T otherwise) {
    return get(setting).orElse(otherwise);
  }

  /** The layers, the one that beats all others first. */
  List<SettingsLayer> strongestFirst() {
    return List.of(flags, environment, file);
  }
}
