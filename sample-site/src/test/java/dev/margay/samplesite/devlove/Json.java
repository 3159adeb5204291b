package dev.margay.samplesite.devlove;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** JSON as the DevTools protocol needs it. */
final class Json {
  private Json() {}

  static Map<?, ?> read(String text) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(64 << 20).build();
    return (Map<?, ?>) new Load(settings).loadFromString(text);
  }

  static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> write(entry.getKey()) + ":" + write(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof String text) {
      StringBuilder json = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        json.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? "\\u%04x".formatted((int) c) : c);
      }
      return json.append('"').toString();
    }
    return String.valueOf(value);
  }
}
