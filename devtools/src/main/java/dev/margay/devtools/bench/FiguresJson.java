package dev.margay.devtools.bench;

import dev.margay.devtools.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/** Figures as JSON (RFC 8259): every measurement of every round, so that others can do the sums. */
final class FiguresJson {
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
    return JsonText.of(all) + '\n';
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
}
