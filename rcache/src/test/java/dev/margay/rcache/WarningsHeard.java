package dev.margay.rcache;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Hears the warnings and errors that mention a text, such as a test's own folder. */
public final class WarningsHeard implements AutoCloseable {
  private final Logger root = root();
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> ear =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            heard.add(event.getFormattedMessage());
          }
        }
      };
  private final String text;

  /** Another test's thread may be setting up the logging at this moment. */
  private static Logger root() {
    while (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext)) {
      Thread.onSpinWait();
    }
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** Listens from now on. */
  public WarningsHeard(Object text) {
    this.text = text.toString();
    ear.setContext(root.getLoggerContext());
    ear.start();
    root.addAppender(ear);
  }

  /** What was heard so far. */
  public List<String> messages() {
    return heard.stream().filter(message -> message.contains(text)).toList();
  }

  @Override
  public void close() {
    root.detachAppender(ear);
    ear.stop();
  }
}
