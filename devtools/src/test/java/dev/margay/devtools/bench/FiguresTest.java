package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.StartFailure;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FiguresTest {
  private static final Memory MEMORY = new Memory(40 << 20, 30 << 20);
  private static final String CIPHER = "TLSv1.3 TLS_AES_128_GCM_SHA256";

  @Test
  void ratiosAreTakenWithinARound() throws StartFailure {
    // Everything takes twice as long in round 2, for all: that is the machine, not a server.
    assertThat(figures().ratio("1k", "nginx")).contains(new Spread(2, 2, 2));
    assertThat(figures().cpu("1k", "nginx")).contains(new Spread(15, 10, 20));
  }

  @Test
  void aRoundThatOneOfThemMissedHasNoRatio() throws StartFailure {
    assertThat(figures().ratio("304", "nginx")).isEmpty();
  }

  @Test
  void memoryIsThatOfTheProcessWithTls() throws StartFailure {
    assertThat(figures().memory(Margay.NAME).orElseThrow().highest()).isEqualTo(40 << 20);
  }

  @Test
  void theTableNamesMedianAndSpread() throws StartFailure {
    assertThat(MarkdownTable.of(figures()))
        .contains(
            "- CPU: a | b",
            "- servers: Margay 1; nginx <1>",
            "| cell | load | Margay µs | nginx µs | × |\n| --- | --- | --- | --- | --- |",
            "| 1k | 1 KB (c10 m10 n25,000) | 7.50 | 15.0 | **2.00** [2.00–2.00] |",
            "| 304 | 304, 1 KB (c10 m10 n25,000) | – | 3.00 | – |",
            "| latency | 1 KB, 2,000/s (c10 m100 n6,000) | 0.25 / 1.50 | – / – |",
            "| Margay | 40 [40–40] | 350 [300–400] |",
            "| nginx | log lines | **fails** | 2 \\| 3 |");
  }

  @Test
  void theChartIsAnImageWithABarForEachRatioInLightAndDark() throws Exception {
    String svg = RatioChart.of(figures());
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    NodeList spreads = document.getElementsByTagName("line");
    long bars = 0;
    for (int i = 0; i < spreads.getLength(); i++) {
      bars +=
          spreads.item(i).getAttributes().getNamedItem("class").getNodeValue().equals("spread")
              ? 1
              : 0;
    }
    assertThat(bars).isEqualTo(1);
    assertThat(svg).contains("@media(prefers-color-scheme:dark)", "class=\"ground\"", ">2.00<");
  }

  @Test
  void theJsonHoldsEveryMeasurement() throws StartFailure {
    // JSON is YAML 1.2, and a reader of that is at hand.
    Object read =
        new Load(LoadSettings.builder().build()).loadFromString(FiguresJson.of(figures()));
    assertThat(read).isInstanceOf(Map.class);
    Map<?, ?> all = (Map<?, ?>) read;
    assertThat((List<?>) all.get("measurements")).hasSize(figures().measurements().size());
    assertThat(((List<?>) all.get("measurements")).get(0))
        .isInstanceOfSatisfying(Map.class, one -> assertThat(one.get("cpuMicros")).isEqualTo(5.0));
    assertThat(all.get("machine")).isEqualTo(Map.of("CPU", "a | b"));
  }

  private static Figures figures() throws StartFailure {
    List<Measurement> all = new ArrayList<>();
    all.add(taken(1, "1k", Margay.NAME, 5));
    all.add(taken(1, "1k", "nginx", 10));
    all.add(taken(2, "1k", "nginx", 20));
    all.add(taken(2, "1k", Margay.NAME, 10));
    all.add(taken(1, "304", "nginx", 3));
    Latency latency = new Latency(250, 1_500, 2_000);
    all.add(
        new Measurement(
            1, "latency", Margay.NAME, 50, 2_000, MEMORY, Optional.of(latency), CIPHER));
    all.add(
        new Measurement(
            1, "h2c-1k", Margay.NAME, 5, 9, new Memory(90 << 20, 0), Optional.empty(), ""));
    return new Figures(
        new Machine(Map.of("CPU", "a | b")),
        Cells.named(List.of("1k", "304", "latency")),
        List.of(Margay.NAME, "nginx"),
        Map.of(Margay.NAME, "Margay 1", "nginx", "nginx <1>"),
        all,
        Map.of(Margay.NAME, List.of(300.0, 400.0)),
        List.of(Check.of("nginx", "log lines", false, "2 | 3")),
        List.of());
  }

  private static Measurement taken(int round, String cell, String server, double micros) {
    return new Measurement(
        round, cell, server, micros, 1e6 / micros, MEMORY, Optional.empty(), CIPHER);
  }
}
