package dev.margay.server.ahead;

import dev.margay.server.learning.PageAsset;
import java.util.List;
import java.util.OptionalInt;

/**
 * The {@code Link} field (RFC 8288) that makes a browser fetch assets before it needs them: HTML's
 * {@code preload} and {@code modulepreload} relations.
 */
final class LinkField {
  private static final String SEPARATOR = ", ";

  private LinkField() {}

  /**
   * Whether {@code target} is a path of this server, and can stand between angle brackets in a
   * field as it is. Two slashes at its beginning would name another server.
   */
  private static boolean holds(String target) {
    return target.startsWith("/")
        && !target.startsWith("//")
        && target.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '<' && c != '>' && c != '"');
  }

  /** The field's value for these assets. */
  static String value(List<AheadPlan.Step> steps) {
    StringBuilder value = new StringBuilder();
    for (AheadPlan.Step step : steps) {
      if (!value.isEmpty()) {
        value.append(SEPARATOR);
      }
      value.append('<').append(step.asset().target()).append(parameters(step.asset()));
    }
    return value.toString();
  }

  /** How many bytes one asset adds to the field; empty if it cannot stand in it. */
  static OptionalInt length(PageAsset asset) {
    String target = asset.target();
    return holds(target)
        ? OptionalInt.of(SEPARATOR.length() + 1 + target.length() + parameters(asset).length())
        : OptionalInt.empty();
  }

  private static String parameters(PageAsset asset) {
    return switch (asset.loading()) {
      case MODULE -> ">; rel=modulepreload";
      case MODULE_WITH_CREDENTIALS -> ">; rel=modulepreload; crossorigin=use-credentials";
      case NO_CORS -> ">; rel=preload; as=" + asset.destination().token();
      case CORS -> ">; rel=preload; as=" + asset.destination().token() + "; crossorigin";
      case CORS_WITH_CREDENTIALS ->
          ">; rel=preload; as=" + asset.destination().token() + "; crossorigin=use-credentials";
    };
  }
}
