package dev.margay.devtools.bench;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures as JSON (RFC 8259): every measurement of every round, so that others can do the sums. */
final class FiguresJson {
  private final StringBuilder out = new StringBuilder(1 << 14);

  private FiguresJson() {}

  static String of(Figures figures) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", figures.machine().facts());
    all.put("versions", figures.versions());
    all.put("cells", figures.cells().stream().map(FiguresJson::cell).toList());
    all.put("measurements", figures.measurements().stream().map(FiguresJson::measurement).toList());
    all.put("startMillis", figures.starts());
    all.put("checks", figures.checks().stream().map(FiguresJson::check).toList());
    all.put("notes", figures.notes());
    FiguresJson json = new FiguresJson();
    json.write(all);
    return json.out.append('\n').toString();
  }

  private static Map<String, Object> cell(Cell cell) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", cell.name());
    form.put("title", cell.title());
    form.put("protocol", cell.protocol().name());
    form.put("shape", cell.shape().name());
    form.put("path", cell.path());
    form.put("clients", cell.clients());
    form.put("streams", cell.streams());
    form.put("requests", cell.requests());
    form.put("runs", cell.runs());
    form.put("fields", cell.fields());
    return form;
  }

  private static Map<String, Object> measurement(Measurement one) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("round", one.round());
    form.put("cell", one.cell());
    form.put("server", one.server());
    form.put("cpuMicros", one.cpuMicros());
    form.put("requestsPerSecond", one.requestsPerSecond());
    form.put("residentBytes", one.memory().resident());
    form.put("proportionalBytes", one.memory().proportional());
    one.latency()
        .ifPresent(
            latency -> {
              form.put("p50Micros", latency.median());
              form.put("p99Micros", latency.ninetyNinth());
              form.put("rate", latency.rate());
            });
    form.put("cipher", one.cipher());
    return form;
  }

  private static Map<String, Object> check(Check check) {
    return Map.of(
        "server", check.server(),
        "what", check.what(),
        "verdict", check.verdict().name(),
        "detail", check.detail());
  }

  private void write(Object value) {
    if (value instanceof Map<?, ?> map) {
      out.append('{');
      Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<?, ?> entry = entries.next();
        text(String.valueOf(entry.getKey()));
        out.append(':');
        write(entry.getValue());
        out.append(entries.hasNext() ? "," : "");
      }
      out.append('}');
    } else if (value instanceof Collection<?> list) {
      out.append('[');
      Iterator<?> values = List.copyOf(list).iterator();
      while (values.hasNext()) {
        write(values.next());
        out.append(values.hasNext() ? ",\n" : "");
      }
      out.append(']');
    } else if (value instanceof Number) {
      out.append(value);
    } else {
      text(String.valueOf(value));
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
