package dev.margay.server.command;

import dev.margay.server.listen.Listener;
import java.util.Set;
import org.eclipse.jetty.http.MimeTypes;
import org.slf4j.LoggerFactory;

/**
 * What a server needs whatever its settings say, loaded on another core while they are read. It
 * changes nothing but the time that a start takes.
 */
final class HeadStart {
  private static final Set<String> SERVING = Set.of("serve", "devlove");

  private HeadStart() {}

  /** Begins, if these arguments start a server. */
  static void begin(String... arguments) {
    if (arguments.length > 0 && SERVING.contains(arguments[0])) {
      Thread thread = new Thread(HeadStart::load, "margay-head-start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void load() {
    LoggerFactory.getLogger(HeadStart.class).debug("Loading begins");
    Listener.load();
    MimeTypes types = new MimeTypes();
    LoggerFactory.getLogger(HeadStart.class).debug("Loaded, {} among it", types);
  }
}
