package dev.margay.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class LogLineTest {
  private static LoggingEvent event(Level level, Throwable thrown, Object... arguments) {
    LoggerContext logging = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "LogLineTest", logging.getLogger("any"), level, "{} of {} files", thrown, arguments);
    event.setInstant(
        LocalDateTime.of(2026, 5, 1, 7, 8, 9, 45_000_000)
            .atZone(ZoneId.systemDefault())
            .toInstant());
    return event;
  }

  @Test
  void aLineIsTheTimeOfDayTheLevelAndTheMessage() {
    assertThat(new LogLine().doLayout(event(Level.INFO, null, 1, 2)))
        .isEqualTo("07:08:09.045 INFO  1 of 2 files" + System.lineSeparator());
    assertThat(new LogLine().doLayout(event(Level.ERROR, null, 1, 2)))
        .startsWith("07:08:09.045 ERROR 1 of 2 files");
  }

  @Test
  void whatWasThrownIsBelowWithItsCauses() {
    IOException thrown = new IOException("no room", new IllegalStateException("why"));
    assertThat(new LogLine().doLayout(event(Level.WARN, thrown, 1, 2)))
        .startsWith("07:08:09.045 WARN  1 of 2 files" + System.lineSeparator())
        .contains("java.io.IOException: no room", "\tat ", "LogLineTest")
        .contains("Caused by: java.lang.IllegalStateException: why");
  }
}
