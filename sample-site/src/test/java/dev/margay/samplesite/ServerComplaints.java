package dev.margay.samplesite;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What this process logs as a warning or an error, from its making to its end. */
final class ServerComplaints implements AutoCloseable {
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Logger root = root();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            complaints.add(event.getLoggerName() + ": " + event.getFormattedMessage());
          }
        }
      };

  /** Another test's thread may be setting up the logging at this moment. */
  private static Logger root() {
    while (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext)) {
      Thread.onSpinWait();
    }
    return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  ServerComplaints() {
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
  }

  List<String> list() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    root.detachAppender(appender);
  }
}
