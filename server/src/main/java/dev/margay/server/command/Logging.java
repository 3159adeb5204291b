package dev.margay.server.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * What is logged where: lines of level INFO and above, on standard error. In Java, because reading
 * a file of XML would take a tenth of the time that a start takes; Logback's own files and settings
 * are heard where there are any.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext logging) {
    if (configuredElsewhere()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    LogLine line = new LogLine();
    line.setContext(logging);
    line.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(logging);
    encoder.setLayout(line);
    encoder.start();
    ConsoleAppender<ILoggingEvent> terminal = new ConsoleAppender<>();
    terminal.setContext(logging);
    terminal.setName("STDERR");
    terminal.setTarget("System.err");
    terminal.setEncoder(encoder);
    terminal.start();
    // Jetty tells of each connection that went away; that is nobody's error.
    logging.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
    // RedisLink says once that Redis is away; Jedis would say it at each attempt.
    logging.getLogger("redis.clients.jedis").setLevel(Level.OFF);
    logging.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
    logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(terminal);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static boolean configuredElsewhere() {
    return System.getProperty("logback.configurationFile") != null
        || Stream.of("logback-test.xml", "logback.xml")
            .anyMatch(file -> Logging.class.getClassLoader().getResource(file) != null);
  }
}
