package dev.margay.devtools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.server.StartFailure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class H2loadTest {
  @Test
  void aRequestThatFailedMakesARunNoMeasurement() {
    Cell cell = cell("1k");
    assertThat(H2load.judge(cell, report(cell.requests() - 1, 0), Optional.empty()))
        .isEqualTo(new Run.Broken("24999 of 25000 requests succeeded"));
  }

  @Test
  void a304IsWantedOfValidationsOnly() {
    Cell plain = cell("1k");
    Cell validation = cell("304");
    assertThat(H2load.judge(plain, report(plain.requests(), 1), Optional.empty()))
        .isInstanceOf(Run.Broken.class);
    assertThat(H2load.judge(validation, report(validation.requests(), 0), Optional.empty()))
        .isInstanceOf(Run.Broken.class);
    assertThat(H2load.judge(validation, report(25_000, 25_000), Optional.empty()))
        .isInstanceOf(Run.Done.class);
  }

  @Test
  void aPaceThatWasNotKeptIsNoMeasurement() {
    Cell cell = cell("latency");
    H2loadReport report = report(cell.requests(), 0);
    assertThat(H2load.judge(cell, report, Optional.of(new Latency(1, 2, 0.9 * Cells.PACE))))
        .isEqualTo(new Run.Broken("the pace was not kept"));
    assertThat(H2load.judge(cell, report, Optional.of(new Latency(1, 2, 0.99 * Cells.PACE))))
        .isInstanceOf(Run.Done.class);
  }

  private static H2loadReport report(int succeeded, int redirections) {
    return new H2loadReport(25_000, succeeded, succeeded, redirections, 1, "h2", "");
  }

  private static Cell cell(String name) {
    try {
      return Cells.named(List.of(name)).get(0);
    } catch (StartFailure e) {
      throw new AssertionError(e);
    }
  }
}
